import Foundation
import Hosting
import ServiceLifecycle
import Testing

@Suite struct LifelineTests {
    /// Runs until it is asked to end; says that it runs.
    struct Waiting: Service {
        let running: Gate<Int>
        func run() async throws {
            running.open(1)
            try await gracefulShutdown()
            throw ServiceFailure(.interrupted, "asked to end")
        }
    }

    struct Ending: Service {
        func run() async throws {}
    }

    @Test func `when the other end closes, the service ends as if it had been asked to`() async throws {
        let (pipe, book, running) = (Pipe(), LogBook(), Gate<Int>())
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        async let status = ServiceRunner.run(
            main: Waiting(running: running),
            helpers: [Lifeline(descriptor: descriptor, logger: book.logger())], logger: book.logger())
        #expect(await running.wait() == 1)
        try pipe.fileHandleForWriting.write(contentsOf: Data("nothing that matters\n".utf8))
        #expect(!book.all.contains { $0.contains("is gone") }, "what is written is no end")
        try pipe.fileHandleForWriting.close()
        #expect(await status == .interrupted)
        #expect(book.all.contains { $0.contains("whoever started this service is gone") })
    }

    @Test func `a service that is done doesn't wait for its lifeline`() async throws {
        let (pipe, book) = (Pipe(), LogBook())
        let lifeline = Lifeline(descriptor: pipe.fileHandleForReading.fileDescriptor, logger: book.logger())
        #expect(await ServiceRunner.run(main: Ending(), helpers: [lifeline], logger: book.logger()) == .done)
        #expect(!book.all.contains { $0.contains("is gone") })
        try pipe.fileHandleForWriting.close()
    }

    @Test func `where none is asked for, standard input means nothing`() async throws {
        let book = LogBook()
        let options = try LifelineOptions.parse([])
        #expect(!options.isHeld)
        let lifeline = Lifeline(options: options, logger: book.logger())
        #expect(await ServiceRunner.run(main: Ending(), helpers: [lifeline], logger: book.logger()) == .done)
    }

    @Test func `a descriptor that isn't open counts as one that ended`() async throws {
        let (book, running) = (LogBook(), Gate<Int>())
        let lifeline = Lifeline(descriptor: 1_000_000, logger: book.logger())
        #expect(
            await ServiceRunner.run(main: Waiting(running: running), helpers: [lifeline], logger: book.logger())
                == .interrupted)
    }
}
