#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif
internal import NIOSSL

/// A certificate and its key, by which a server proves who it is.
package struct TLSIdentity: Sendable {
    let context: NIOSSLContext

    /// - Parameter pem: The key and the certificate, with those that vouch for it, in one text.
    /// - Throws: `MailFailure` when one of them is missing or cannot be read.
    package init(pem: [UInt8]) throws(MailFailure) {
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(pem).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(bytes: pem, format: .pem)
            context = try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        } catch {
            throw MailFailure("the certificate or its key cannot be read: \(error)")
        }
    }

    /// Makes a certificate of its own for localhost, good for thirty days, with the command `openssl`. The key is in memory only.
    ///
    /// - Throws: `MailFailure` when there is no such command or it fails.
    package static func selfSigned() throws(MailFailure) -> TLSIdentity {
        let command = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1 -keyout - -out - 2>/dev/null </dev/null
            """
        guard let pipe = unsafe popen(command, "r") else { throw MailFailure("the command openssl cannot be started") }
        var pem: [UInt8] = []
        while case let byte = unsafe fgetc(pipe), byte >= 0 { pem.append(UInt8(truncatingIfNeeded: byte)) }
        guard unsafe pclose(pipe) == 0 else { throw MailFailure("the command openssl makes no certificate; is it installed?") }
        return try TLSIdentity(pem: pem)
    }
}
