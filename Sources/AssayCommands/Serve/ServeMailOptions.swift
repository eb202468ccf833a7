import ArgumentParser
import AssayCore
import ModelServer
import Transfers

struct ServeMailOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The mail server that the model's mail goes to. (default: it is dropped)", valueName: "host:port"))
    var smtp: String?

    @Option(help: ArgumentHelp("The name to log in with; STARTTLS is used where the mail server offers it.", valueName: "name"))
    var smtpUser: String?

    @Option(help: ArgumentHelp("The environment variable that holds the password.", valueName: "variable"))
    var smtpPasswordEnv: String?

    /// - Returns: `nil` when no mail is to be sent.
    /// - Throws: `CommandFailure`, also where options are given that mean nothing without each other.
    func server(environment: [String: String]) throws(CommandFailure) -> MailServer? {
        let credentials = try credentials(environment)
        guard let smtp else {
            guard credentials == nil else { throw CommandFailure(.badUsage, "--smtp-user is for --smtp") }
            return nil
        }
        guard let colon = smtp.utf8.lastIndex(of: UInt8(ascii: ":")), colon > smtp.startIndex,
            let port = Int(smtp[smtp.utf8.index(after: colon)...]), (1...65_535).contains(port)
        else { throw CommandFailure(.badUsage, "--smtp '\(smtp)' is not understood", fix: "--smtp HOST:PORT") }
        return MailServer(
            host: String(smtp[..<colon]), port: port, security: credentials == nil ? .none : .opportunistic,
            credentials: credentials)
    }

    private func credentials(_ environment: [String: String]) throws(CommandFailure) -> MailCredentials? {
        guard let smtpUser, let smtpPasswordEnv else {
            guard smtpUser == nil, smtpPasswordEnv == nil else {
                throw CommandFailure(.badUsage, "--smtp-user and --smtp-password-env are given together or not at all")
            }
            return nil
        }
        guard let password = environment[smtpPasswordEnv] else {
            throw CommandFailure(
                .badUsage, "the environment variable '\(smtpPasswordEnv)' is not set", fix: "set it before assay is started")
        }
        return MailCredentials(user: smtpUser, password: password)
    }
}
