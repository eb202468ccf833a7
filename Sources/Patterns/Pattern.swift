internal import CPCRE2

/// A regular expression in the syntax of PCRE2, compiled to machine code once and then used on any number of texts.
///
/// Text is UTF-8 and a `.` is a Unicode scalar other than a line feed; `\d`, `\w` and `\s` are ASCII unless the pattern begins
/// with `(*UCP)`. How much work one text may cause is bounded (`PatternMatch.limitExceeded`), as it may come from a hostile
/// server.
///
/// https://www.pcre.org/current/doc/html/pcre2pattern.html
package final class Pattern: Sendable {
    /// As it was written.
    package let text: String

    private let whole: CompiledPattern
    private let partial: CompiledPattern

    /// - Throws: `PatternSyntaxError` for what PCRE2 does not read.
    package init(_ text: String) throws(PatternSyntaxError) {
        self.text = text
        whole = try CompiledPattern(text, matching: .whole)
        partial = try CompiledPattern(text, matching: .anywhere)
    }

    /// Whether the pattern matches all of `text`, from its first byte to its last.
    package func matchesWhole(_ text: String) -> PatternMatch {
        unsafe text.utf8.span.withUnsafeBufferPointer { unsafe whole.match($0, isValidUTF8: true) }
    }

    /// As `matchesWhole(_:)`. Bytes that are not UTF-8 are never matched.
    package func matchesWhole(_ utf8: [UInt8]) -> PatternMatch {
        unsafe utf8.withUnsafeBufferPointer { unsafe whole.match($0, isValidUTF8: false) }
    }

    /// Whether the pattern matches any part of `text`.
    package func search(_ text: String) -> PatternMatch {
        unsafe text.utf8.span.withUnsafeBufferPointer { unsafe partial.match($0, isValidUTF8: true) }
    }

    /// As `search(_:)`. Bytes that are not UTF-8 are never matched.
    package func search(_ utf8: [UInt8]) -> PatternMatch {
        unsafe utf8.withUnsafeBufferPointer { unsafe partial.match($0, isValidUTF8: false) }
    }
}

/// What came of applying a pattern to a text.
package enum PatternMatch: Sendable {
    case matched
    case notMatched
    /// The limits on work or memory were reached, so that nothing is known.
    case limitExceeded
}

/// Why a text is no pattern.
package struct PatternSyntaxError: Error, Sendable, Hashable {
    /// As PCRE2 puts it: "missing closing parenthesis".
    package var message: String
    /// In Unicode scalars of the pattern, from 0.
    package var offset: Int

    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
}
