import AssayCore
import DataFormats
import YAMLReader

extension NodeReader {
    /// Reads how a request is made again. There is an end to it: after so many times, or so long a time.
    mutating func retry(_ node: Node) -> Retry? {
        guard let fields = fields(of: node, "retry", ["times", "every", "backoff", "jitter", "within"]) else { return nil }
        var retry = Retry(times: nil, every: .seconds(1))
        if let times = fields["times"] {
            retry.times = wholeNumber(times)
            if retry.times.map({ $0 < 1 }) ?? true {
                report(
                    "wrong-kind", "times is how often it is asked in all, from 1 on, and is \(times.description)", at: times.range
                )
            }
        }
        if let every = fields["every"].flatMap({ duration($0, "every") }) { retry.every = every }
        if let jitter = fields["jitter"].flatMap({ duration($0, "jitter") }) { retry.jitter = jitter }
        if let backoff = fields["backoff"] { retry.backoff = factor(backoff) ?? 1 }
        retry.within = fields["within"].flatMap { positiveDuration($0, "within") }
        if !fields.has("times"), !fields.has("within") {
            report(
                "missing-key", "'retry' has no end", fix: "add 'times: N' or 'within: DURATION'", at: node.range)
        }
        return retry
    }

    private mutating func factor(_ node: Node) -> Double? {
        if node.kind == .scalar, node.tag == nil, let number = node.yaml.coreValue.number, let value = Double(number.text),
            (1...1_000).contains(value)
        {
            return value
        }
        report(
            "wrong-kind", "backoff is a number from 1 on, and is \(node.description)", fix: "write 2 to double each wait",
            at: node.range)
        return nil
    }
}
