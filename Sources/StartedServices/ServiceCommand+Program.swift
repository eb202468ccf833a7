internal import AssayCore
internal import Glibc

extension ServiceCommand {
    /// As a shell would be told, for messages.
    var shown: String { arguments.joined(separator: " ").displayed }

    /// Where the program lies; looked up before it is started, so that a mistyped one has a message of its own.
    func program() throws(ServiceFailure) -> String {
        guard let name = arguments.first, !name.isEmpty else { throw ServiceFailure("the command to start is empty") }
        guard isFolder(folder) else { throw ServiceFailure("'\(shown)' cannot be started: there is no folder '\(folder)'") }
        if name.utf8.contains(UInt8(ascii: "/")) {
            let path = name.utf8.first == UInt8(ascii: "/") ? name : "\(folder)/\(name)"
            guard isProgram(path) else {
                throw ServiceFailure("'\(name)' is no program that can be started, seen from '\(folder)'")
            }
            return path
        }
        let folders = environment["PATH", default: "/usr/local/bin:/usr/bin:/bin"].split(separator: ":")
        guard let found = folders.lazy.map({ "\($0)/\(name)" }).first(where: isProgram) else {
            throw ServiceFailure("there is no program '\(name)' in the folders of PATH")
        }
        return found
    }

    private func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 && !isFolder(path) }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
