package import AssayCore

/// A message as its reader sees it, read from the bytes that travelled.
package struct ParsedMessage: Sendable, Hashable {
    package var mail: Mail
    /// Every field of the header in order, decoded (RFC 2047) and unfolded.
    package var headers: HeaderFields
    /// What is wrong with the message, and how it was read all the same; empty for a sound one.
    package var faults: [String]

    package init(mail: Mail, headers: HeaderFields = HeaderFields(), faults: [String] = []) {
        self.mail = mail
        self.headers = headers
        self.faults = faults
    }
}
