import Launching
import Testing

@Suite struct ServiceArgumentsTests {
    private func arguments(resumes: Bool = false, tokenFile: String? = nil) throws -> (ServiceArguments, String) {
        let temporary = try TemporaryFolder()
        let arguments = ServiceArguments(
            job: "job.yaml", trainerCount: 3, dataRoot: "data", folder: try RunFolder(at: temporary.path),
            dashboardPort: 0, dashboardTokenFile: tokenFile, resumes: resumes)
        return (arguments, temporary.path)
    }

    @Test func `compute gets the data, and no port of anybody`() throws {
        let (arguments, path) = try arguments()
        #expect(
            arguments.of(.compute, computePort: nil, orchestratorPort: nil) == [
                "--data-root", "data", "--host", "127.0.0.1", "--port", "0", "--ports-file",
                "\(path)/services/compute.ports", "--lifeline",
            ])
    }

    @Test(arguments: [(false, "never"), (true, "auto")])
    func `the orchestrator gets the job and waits for all trainers`(resumes: Bool, word: String) throws {
        let (arguments, path) = try arguments(resumes: resumes)
        #expect(
            arguments.of(.orchestrator, computePort: 7, orchestratorPort: nil) == [
                "job.yaml", "--compute", "127.0.0.1:7", "--run-directory", path, "--min-trainers", "3", "--resume",
                word,
                "--dashboard-port", "0", "--host", "127.0.0.1", "--port", "0", "--ports-file",
                "\(path)/services/orchestrator.ports", "--lifeline",
            ])
    }

    @Test func `the orchestrator alone gets the file with the dashboard's token`() throws {
        let arguments = try arguments(tokenFile: "secret").0
        for label in [ServiceLabel.compute, .orchestrator, .trainer(1)] {
            let all = arguments.of(label, computePort: 7, orchestratorPort: 8).joined(separator: " ")
            #expect(all.contains("--dashboard-token-file secret") == (label == .orchestrator), "\(all)")
        }
    }

    @Test func `a trainer gets addresses and its name`() throws {
        #expect(
            try arguments().0.of(.trainer(2), computePort: 7, orchestratorPort: 8) == [
                "--orchestrator", "127.0.0.1:8", "--compute", "127.0.0.1:7", "--name", "trainer-2", "--lifeline",
            ])
    }
}
