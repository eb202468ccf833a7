package import AssayCore
package import DataFormats

/// What matchers know beyond the value they judge. One a case: names that `!bind` captures live as long.
package struct MatchContext: Sendable {
    /// A value that `!bind` captured.
    package struct Binding: Sendable {
        package let value: JSONNode
        /// Whether it was a header, a cell or other plain text, in which a number is no less a number.
        package let isText: Bool
    }

    /// What `near: clock` means.
    package let clock: Instant
    package internal(set) var bindings: [String: Binding] = [:]

    package init(clock: Instant) {
        self.clock = clock
    }
}
