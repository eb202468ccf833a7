/// What an `SMTPSink` offers and how much it takes.
package struct SMTPSinkSettings: Sendable {
    /// What it calls itself in its greeting.
    package var name = "assay.localhost"
    /// `nil` does not offer STARTTLS.
    package var identity: TLSIdentity?
    /// Of one message, in bytes.
    package var maxMessageBytes = 32 << 20
    /// Of a line of a message. RFC 5321 section 4.5.3.1.6 has 1000, and asks that receivers take what they can.
    package var maxTextLineBytes = 64 << 10
    package var maxRecipients = 1000
    package var maxConnections = 500
    /// Of all messages that no one has asked for yet, in bytes: further ones are turned away for the time being.
    package var maxKeptBytes = 256 << 20
    /// How long a client may be silent.
    package var idleTimeout: Duration = .seconds(60)

    /// Of a command with its CRLF: with room for what extensions add to the 512 of RFC 5321 section 4.5.3.1.4.
    let maxCommandBytes = 2048
    /// Of a line of AUTH (RFC 4954 section 4).
    let maxAuthenticationBytes = 12_288
    /// So many commands that are none, and the connection is closed.
    let maxFaults = 100

    package init() {}
}
