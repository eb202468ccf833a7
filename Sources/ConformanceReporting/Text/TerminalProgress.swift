/// The line at the bottom of a terminal that says how far a run is.
///
/// Knows no clock: the caller says what time it is, as the time since the run began.
package struct TerminalProgress: Sendable {
    package var total: Int
    package var width: Int
    /// The least time between two lines.
    package var interval: Duration
    /// What is counted.
    private let noun: String
    private var last: Duration?

    /// Takes the line off the screen, so that something else can be printed.
    package static let erased = "\r\u{1B}[K"

    package init(total: Int, width: Int, interval: Duration = .milliseconds(100), noun: String = "cases") {
        self.noun = noun
        self.total = total
        self.width = width
        self.interval = interval
    }

    /// Returns what to write to the terminal, which replaces the line before; `nil` when the last one is too fresh.
    package mutating func line(done: Int, failed: Int, at time: Duration) -> String? {
        if let last, time - last < interval, done < total { return nil }
        last = time
        var text = "\(done)/\(total) \(noun)"
        if failed > 0 { text += ", \(failed) failed" }
        if done > 0, done < total, time >= .seconds(2) {
            text += ", \((time * (total - done) / done).components.seconds) s left"
        }
        return Self.erased + text.cut(to: max(width - 1, 1))
    }
}
