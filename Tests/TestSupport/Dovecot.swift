internal import Foundation
internal import Synchronization

/// A Dovecot of its own for the time of a test: loopback only, ports that are free, a folder that goes with it. The only password
/// is `secret`, for any user; all have one mailbox, INBOX.
package final class Dovecot: Sendable {
    package static let path: String? = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"].first(
        where: FileManager.default.isExecutableFile)

    package let port: Int
    /// With TLS from the first byte, by a certificate for localhost.
    package let securePort: Int
    private let folder: URL
    private let process: pid_t
    private let delivered = Atomic(0)

    /// A PEM file.
    package var certificate: String { folder.appendingPathComponent("cert.pem").path }

    /// Returns when it answers.
    package init() async throws {
        (port, securePort) = (try freePort(), try freePort())
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-dovecot-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Its servers run as users of their own, who have to get at their sockets.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        for name in ["run", "state", "home/Maildir/new", "home/Maildir/cur", "home/Maildir/tmp"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        try Self.makeCertificate(in: folder.path)
        let isRoot = getuid() == 0
        // It lets no one read mail as root.
        let (user, group) = isRoot ? (65534, 65534) : (getuid(), getgid())
        if isRoot {
            for name in ["home", "home/Maildir", "home/Maildir/new", "home/Maildir/cur", "home/Maildir/tmp"] {
                chown(folder.appendingPathComponent(name).path, uid_t(user), gid_t(group))
            }
        }
        let file = folder.appendingPathComponent("dovecot.conf")
        try Data(
            Self.configuration(in: folder.path, ports: (port, securePort), user: Int(user), group: Int(group), isRoot: isRoot)
                .utf8
        ).write(to: file)
        guard let path = Self.path else { throw POSIXError(.ENOENT) }
        process = try spawn([path, "-F", "-c", file.path])
        try await waitUntilReady()
    }

    package func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Delivers a message after those that were delivered so.
    package func deliver(_ bytes: [UInt8]) throws {
        try deliver(bytes, number: delivered.add(1, ordering: .relaxed).newValue)
    }

    /// What a delivery agent does: a whole file appears in `new`.
    package func deliver(_ bytes: [UInt8], number: Int) throws {
        let name = "\(1_400_000_000 + number).M\(number)P1.test"
        let draft = folder.appendingPathComponent("home/Maildir/tmp/\(name)")
        try Data(bytes).write(to: draft)
        try FileManager.default.moveItem(at: draft, to: folder.appendingPathComponent("home/Maildir/new/\(name)"))
    }

    /// Names in `cur` and `new`: flags stand after `:2,`.
    package var files: [String] {
        ["cur", "new"].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/home/Maildir/\($0)")) ?? []
        }
    }

    package var log: String { (try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "" }

    private func waitUntilReady() async throws {
        for _ in 0..<1000 {
            // It says so when it listens.
            if log.contains("starting up for imap") { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        stop()
        throw POSIXError(.ETIMEDOUT)
    }

    private static func makeCertificate(in folder: String) throws {
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder + "/key.pem", "-out",
            folder + "/cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    private static func configuration(
        in folder: String, ports: (plain: Int, secure: Int), user: Int, group: Int, isRoot: Bool
    ) -> String {
        let own = isRoot ? "" : "default_internal_user = \(NSUserName())\ndefault_login_user = \(NSUserName())\n"
        return """
            \(own)base_dir = \(folder)/run
            state_dir = \(folder)/state
            log_path = \(folder)/log
            protocols = imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <\(folder)/cert.pem
            ssl_key = <\(folder)/key.pem
            disable_plaintext_auth = no
            auth_failure_delay = 0
            mail_location = maildir:\(folder)/home/Maildir
            mail_uid = \(user)
            mail_gid = \(group)
            first_valid_uid = 1
            first_valid_gid = 1
            passdb {
              driver = static
              args = password=secret
            }
            userdb {
              driver = static
              args = uid=\(user) gid=\(group) home=\(folder)/home
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(ports.plain)
              }
              inet_listener imaps {
                port = \(ports.secure)
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }

            """
    }
}

/// Starts a program that heeds signals. `Process` hands on the mask of the thread that it is called on, and threads of Swift
/// tasks have all of them blocked.
private func spawn(_ command: [String]) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    guard posix_spawn(&process, command[0], nil, &attributes, &arguments, environ) == 0 else { throw POSIXError(.ENOENT) }
    return process
}

/// A port of loopback that no one listened to a moment ago.
package func freePort() throws -> Int {
    #if canImport(Darwin)
        let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #else
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, $0, size) == 0 ? getsockname(socket, $0, &size) : -1
        }
    }
    guard status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return Int(UInt16(bigEndian: address.sin_port))
}
