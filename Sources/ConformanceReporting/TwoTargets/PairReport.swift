package import AssayCore

/// What is laid side by side, for whoever writes it down.
package struct PairRun: Sendable {
    package var names: (first: String, second: String)
    package var header: RunHeader

    package init(names: (first: String, second: String), header: RunHeader) {
        self.names = names
        self.header = header
    }
}

/// One form of the report on two targets. All append to `output`; what was appended can be written out at once.
package protocol PairReport: Sendable {
    mutating func begin(_ run: PairRun, into output: inout [UInt8])
    mutating func add(_ pair: CasePair, into output: inout [UInt8])
    mutating func finish(_ tally: PairTally, into output: inout [UInt8])
}

package enum PairReportFormat: String, CaseIterable, Sendable {
    case text, json, html

    package func writer(style: TextStyle) -> any PairReport {
        switch self {
        case .text: PairText(style: style)
        case .json: PairJSON()
        case .html: PairHTML()
        }
    }
}
