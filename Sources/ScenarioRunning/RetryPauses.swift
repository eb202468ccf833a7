internal import AssayCore

/// How long to wait before each further try, as a scenario's `retry` says.
struct RetryPauses {
    /// How often it was tried.
    private(set) var tries = 0

    private let start = ContinuousClock.now
    private let retry: Retry
    private var wait: Duration

    init(_ retry: Retry) {
        self.retry = retry
        wait = retry.every
    }

    mutating func countTry() { tries += 1 }

    /// Returns how long to wait before the next try; `nil` when there is none.
    mutating func next() -> Duration? {
        if let times = retry.times, tries >= times { return nil }
        let pause = wait + retry.jitter * Double.random(in: 0...1)
        if let within = retry.within, start.duration(to: .now) + pause > within { return nil }
        wait = min(wait * retry.backoff, .seconds(86_400))
        return pause
    }
}
