import Hosting
import ServiceLifecycle
import Testing

@Suite struct ServiceRunnerTests {
    struct Ending: Service {
        let error: (any Error)?
        func run() async throws { if let error { throw error } }
    }

    struct Waiting: Service {
        func run() async throws { try await gracefulShutdown() }
    }

    struct Unknown: Error {}

    @Test(arguments: Hosting.ExitStatus.allCases)
    func `a failure's status is what the process exits with`(status: Hosting.ExitStatus) async {
        let book = LogBook()
        let failure = ServiceFailure(status, "can't do it", cause: Unknown())
        #expect(
            await ServiceRunner.run(main: Ending(error: failure), helpers: [Waiting()], logger: book.logger())
                == status)
        let isLogged = book.all.contains { $0.contains("can't do it: Unknown()") }
        #expect(isLogged == (status != .done))
    }

    @Test func `the whole ends when the main part does`() async {
        let book = LogBook()
        #expect(
            await ServiceRunner.run(
                main: Ending(error: nil), helpers: [Waiting(), Waiting()], logger: book.logger()) == .done)
    }

    struct Noting: Service {
        let name: String
        let book: LogBook
        func run() async throws {
            try await gracefulShutdown()
            book.logger().info("\(name) ends")
        }
    }

    @Test func `the main part ends before those who tell of it`() async throws {
        let book = LogBook()
        #expect(
            await ServiceRunner.run(
                main: Noting(name: "main", book: book),
                helpers: [Noting(name: "helper", book: book), Ending(error: nil)],
                logger: book.logger()) == .done)
        #expect(book.all.filter { $0.contains(" ends") }.map { $0.prefix(9) } == ["info main", "info help"])
    }

    @Test func `an error that nobody foresaw is a fault of the program`() async {
        let book = LogBook()
        #expect(
            await ServiceRunner.run(main: Ending(error: Unknown()), helpers: [], logger: book.logger())
                == .internalFault)
        #expect(book.all.contains { $0.hasPrefix("critical Unknown()") })
    }

    @Test func `a helper that fails ends the whole`() async {
        let book = LogBook()
        let failure = ServiceFailure(.unavailable, "no port")
        #expect(
            await ServiceRunner.run(main: Waiting(), helpers: [Ending(error: failure)], logger: book.logger())
                == .unavailable)
    }

    @Test func `statuses are numbers that scripts can tell apart`() {
        #expect(Set(Hosting.ExitStatus.allCases.map(\.rawValue)).count == Hosting.ExitStatus.allCases.count)
        #expect(Hosting.ExitStatus.allCases.allSatisfy { (0...125).contains($0.rawValue) })
    }
}
