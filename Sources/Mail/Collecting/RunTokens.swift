/// What mail of a run is known by.
///
/// A mailbox token is `assay-RUN-CASE`, part of a recipient's address; a correlation token is `RUN-CASE`, in a header field.
struct RunTokens: Sendable {
    private let mailboxPrefix: [UInt8]
    private let correlationPrefix: String

    private static let anyMailbox = Array("assay-".utf8)

    init(runID: String) {
        mailboxPrefix = "assay-\(runID)-".foldedBytes
        correlationPrefix = "\(runID)-"
    }

    /// Whether an address has a mailbox token of the run.
    func areIn(_ address: String) -> Bool { address.foldedBytes.firstRange(of: mailboxPrefix) != nil }

    /// Whether an address has a mailbox token of another run.
    ///
    /// Numbers of runs and cases are 64 bits to the base of 36: few have less than ten digits, and few other addresses have as many.
    func areOthersIn(_ address: String) -> Bool {
        guard !areIn(address), let start = address.foldedBytes.firstRange(of: Self.anyMailbox)?.upperBound else { return false }
        let parts = address.foldedBytes[start...].split(
            separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && (10...13).contains(parts[0].count) && parts[0].allSatisfy(\.isDigitToBase36)
            && (10...13).contains(parts[1].prefix(while: \.isDigitToBase36).count)
    }

    /// Whether there are correlation tokens, and none of the run's.
    func areForeign(_ tokens: [String]) -> Bool {
        !tokens.isEmpty && !tokens.contains { $0.utf8.starts(with: correlationPrefix.utf8) }
    }
}

extension String {
    /// `A` to `Z` as `a` to `z`: services change the case of addresses.
    var foldedBytes: [UInt8] { utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
}

extension UInt8 {
    fileprivate var isDigitToBase36: Bool { (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) }
}
