internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// Keeps what later steps may refer to. A capture that finds nothing, or several things, is a check that fails.
    ///
    /// - Returns: Whether nothing is missing.
    mutating func take(_ captures: [Capture], from response: Response) throws(ResolutionError) -> Bool {
        var isComplete = true
        for capture in captures {
            switch try value(of: capture, in: response) {
            case .success(let value):
                if capture.isSecret { scope.hide(all: value) }
                scope.capture(capture.name, Template(value: value, at: capture.range))
            case .failure(let failure):
                isComplete = false
                record("capture \(capture.name)", at: capture.range, differences(failure.difference))
            }
        }
        // What `!bind` captured has a name too.
        for (name, binding) in context.bindings where !scope.hasCapture(name) {
            scope.capture(name, Template(value: DataValue(binding.value), at: scenario.range))
        }
        return isComplete
    }

    private struct Failure: Error {
        var difference: Difference
    }

    private mutating func value(
        of capture: Capture, in response: Response
    ) throws(ResolutionError) -> Result<DataValue, Failure> {
        func failure(_ kind: Difference.Kind, _ expected: String, actual: String? = nil, note: String? = nil) -> Result<
            DataValue, Failure
        > {
            .failure(Failure(difference: Difference(kind, at: .whole, expected: expected, actual: actual, note: note)))
        }
        switch capture.source {
        case .status: return .success(.number(NumberText(response.status)))
        case .header(let name):
            let values = response.headers[all: name]
            guard let value = values.first else { return failure(.missing, "a header '\(name)'") }
            guard values.count == 1 else { return failure(.extra, "one header '\(name)'", actual: "\(values.count) of them") }
            return .success(.string(value))
        case .text:
            guard let text = String(validating: response.body, as: UTF8.self) else {
                return failure(.unreadable, "text in UTF-8", note: "bytes that are not UTF-8")
            }
            return .success(.string(text))
        case .json(let query):
            switch document(ofBody: response.body) {
            case .failure(let error): return .failure(Failure(difference: Difference(unreadableJSON: response.body, error)))
            case .success(let document):
                let matches: [JSONMatch]
                switch try selection(by: query, in: document, at: capture.range) {
                case .success(let selected): matches = selected
                case .failure(let error): return failure(.unreadable, "one value", note: "'\(query)': \(error.message)")
                }
                if matches.isEmpty { return failure(.missing, "one value", note: "'\(query)' selects nothing") }
                guard matches.count == 1 else {
                    return failure(.extra, "one value", actual: "\(matches.count) values", note: "'\(query)' selects several")
                }
                return .success(DataValue(matches[0].node))
            }
        }
    }
}
