import ConformanceReporting

/// How far the judging of mutants is, on the terminal behind standard error, if there is one.
struct MutationProgress {
    private let start = ContinuousClock.now
    private var line: TerminalProgress?
    private var isShown = false

    mutating func show(done: Int, total: Int) {
        guard Console.errorIsTerminal else { return }
        if line == nil { line = TerminalProgress(total: total, width: Console.width(of: 2) ?? 80, noun: "cases and mutants") }
        let time = ContinuousClock.now - start
        guard let text = line?.line(done: done, failed: 0, at: time) else { return }
        Console.complain(text)
        isShown = true
    }

    mutating func erase() {
        guard isShown else { return }
        Console.complain(TerminalProgress.erased)
        isShown = false
    }
}
