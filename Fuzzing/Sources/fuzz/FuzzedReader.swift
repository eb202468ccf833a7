/// What gets the inputs, by its name on the command line.
enum FuzzedReader: String, CaseIterable {
    case json
    case csv
    case yaml
    case jsonpath
    case instants
    case decimals

    /// A C function, so it cannot hold the case it stands for.
    var callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt {
        switch self {
        case .json: { read($0, $1, checkJSON) }
        case .csv: { read($0, $1, checkCSV) }
        case .yaml: { read($0, $1, checkYAML) }
        case .jsonpath: { read($0, $1, checkJSONPath) }
        case .instants: { read($0, $1, checkInstants) }
        case .decimals: { read($0, $1, checkDecimals) }
        }
    }
}

private func read(_ start: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) -> Void) -> CInt {
    check(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Ends the process, which makes libFuzzer keep the input.
func demand(_ condition: Bool, _ rule: @autoclosure () -> String, line: UInt = #line) {
    if !condition { preconditionFailure(rule(), line: line) }
}
