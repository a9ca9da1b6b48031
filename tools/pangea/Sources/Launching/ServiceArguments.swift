/// What the services of a run are started with: a function from the options and the ports that are known.
package struct ServiceArguments: Hashable, Sendable {
    package let job: String
    package let trainerCount: Int
    package let dataRoot: String
    package let folder: RunFolder
    /// 0 for any free one.
    package let dashboardPort: Int
    /// The file with the dashboard's token, where the command line names one; variables are the orchestrator's too.
    package let dashboardTokenFile: String?
    /// Whether a run that the folder holds is gone on with.
    package let resumes: Bool

    /// All of it.
    package init(
        job: String, trainerCount: Int, dataRoot: String, folder: RunFolder, dashboardPort: Int,
        dashboardTokenFile: String?, resumes: Bool
    ) {
        self.job = job
        self.trainerCount = trainerCount
        self.dataRoot = dataRoot
        self.folder = folder
        self.dashboardPort = dashboardPort
        self.dashboardTokenFile = dashboardTokenFile
        self.resumes = resumes
    }

    /// The command line of a service, for the ports that compute and the orchestrator have bound by then.
    package func of(_ label: ServiceLabel, computePort: Int?, orchestratorPort: Int?) -> [String] {
        let compute = "127.0.0.1:\(computePort ?? 0)"
        let listening = [
            "--host", "127.0.0.1", "--port", "0", "--ports-file", folder.portsFile(of: label), "--lifeline",
        ]
        switch label {
        case .compute: return ["--data-root", dataRoot] + listening
        case .orchestrator:
            return [
                job, "--compute", compute, "--run-directory", folder.path, "--min-trainers", "\(trainerCount)",
                "--resume", resumes ? "auto" : "never", "--dashboard-port", "\(dashboardPort)",
            ] + (dashboardTokenFile.map { ["--dashboard-token-file", $0] } ?? []) + listening
        case .trainer:
            return [
                "--orchestrator", "127.0.0.1:\(orchestratorPort ?? 0)", "--compute", compute, "--name", "\(label)",
                "--lifeline",
            ]
        }
    }

    /// Variables of this environment that services don't get: what they say is decided here, for each of them apart.
    package static let withheld = [
        "PANGEA_STAY", "PANGEA_HEALTH_PORT", "PANGEA_PORTS_FILE", "PANGEA_DASHBOARD_HOST",
    ]
}
