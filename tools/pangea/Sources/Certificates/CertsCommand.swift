package import ArgumentParser

/// `pangea certs`: a private authority, and certificates of nodes.
package struct CertsCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "certs",
        abstract: "Make or renew the certificates with which services know each other under TLS.",
        subcommands: [MakeCertsCommand.self, RenewCertsCommand.self],
        defaultSubcommand: MakeCertsCommand.self)

    /// For ArgumentParser.
    package init() {}
}
