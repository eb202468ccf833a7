package import AssayCore

/// An expectation that nothing could be compared with: a golden that cannot be read, a key column that it does not have.
package struct InvalidExpectation: Error, Sendable, Hashable {
    /// Lower case, no full stop.
    package var message: String
    /// Where it stands in the scenario; `nil` when the fault is in a golden file.
    package var range: SourceRange?

    package init(_ message: String, at range: SourceRange? = nil) {
        self.message = message
        self.range = range
    }
}
