import AssayCore
import DataFormats

/// A report as CSV (RFC 4180), written into one buffer.
struct ReportCSV {
    private(set) var bytes: [UInt8] = []
    /// Rows written, without the header.
    private(set) var count = 0
    /// Whether rows were left out because the report had become too big.
    private(set) var isCut = false

    private let space: Space
    private let log: MessageLog
    private let format: CSVFormat
    private let columns: [LogColumn]

    /// - Parameter limit: The most bytes; rows from the first that goes beyond it are left out. The header is always there.
    init(
        _ selection: Selection, of log: MessageLog, space: Space, in timeZone: GMTOffset, limit: Int, under policy: Policy
    ) {
        self.space = space
        self.log = log
        format = CSVFormat(policy, timeZone: timeZone)
        columns = policy.columns
        bytes.reserveCapacity(min(limit, 128 + selection.rows.count * columns.count * 14))
        appendHeader(hasByteOrderMark: policy.hasByteOrderMark)
        for row in selection.rows {
            let end = bytes.count
            append(Int(row))
            guard bytes.count <= limit else {
                bytes.removeLast(bytes.count - end)
                isCut = true
                return
            }
            count += 1
        }
        isCut = bytes.count > limit
    }

    private mutating func appendHeader(hasByteOrderMark: Bool) {
        if hasByteOrderMark { bytes.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(format.delimiter) }
            format.append(Array(column.rawValue.utf8)[...], to: &bytes)
        }
        format.endLine(of: &bytes)
    }

    private mutating func append(_ row: Int) {
        let start = bytes.count
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(format.delimiter) }
            switch column {
            case .messageID: format.append(log.ids[row], to: &bytes)
            case .space: format.append(space.name[...], to: &bytes)
            case .date: format.append(log.times[row], to: &bytes)
            case .channel: format.append(plain: log.channels[row].rawValue, to: &bytes)
            case .direction: format.append(Self.sent[...], to: &bytes)
            case .sender: format.append(log.senders[row], to: &bytes)
            case .recipient: format.append(log.recipients[row], to: &bytes)
            case .carrier: format.append(log.carriers[row], to: &bytes)
            case .status: format.append(log.statuses[row], to: &bytes)
            case .statusDate: format.append(log.statusTimes[row], to: &bytes)
            case .campaignID: format.append(log.campaigns[row], to: &bytes)
            case .externalID: format.append(log.externalIDs[row], to: &bytes)
            }
        }
        // A blank line is a row of one empty cell to some readers, and nothing to others.
        if bytes.count == start { bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")]) }
        format.endLine(of: &bytes)
    }

    /// The direction of every message in a report: inbound ones are in none.
    private static let sent = Array("MT".utf8)
}

/// How cells and lines are written.
struct CSVFormat {
    let delimiter: UInt8
    private let newline: Newline
    private let quoting: Quoting
    private let timeZone: GMTOffset

    init(_ policy: Policy, timeZone: GMTOffset) {
        delimiter =
            switch policy.delimiter {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            }
        newline = policy.newline
        quoting = policy.quoting
        self.timeZone = timeZone
    }

    func append(_ cell: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        guard quoting == .all || needsQuotes(cell) else {
            bytes.append(contentsOf: cell)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a letter that never needs quotes.
    func append(plain letter: UInt8, to bytes: inout [UInt8]) {
        if quoting == .all { bytes.append(UInt8(ascii: "\"")) }
        bytes.append(letter)
        if quoting == .all { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Milliseconds in three digits, what is finer cut off.
    func append(_ time: Instant, to bytes: inout [UInt8]) {
        if quoting == .all { bytes.append(UInt8(ascii: "\"")) }
        time.appendRFC3339(to: &bytes, fractionDigits: 3, offsetSeconds: timeZone.seconds)
        if quoting == .all { bytes.append(UInt8(ascii: "\"")) }
    }

    func endLine(of bytes: inout [UInt8]) {
        if newline == .crlf { bytes.append(0x0D) }
        bytes.append(0x0A)
    }

    private func needsQuotes(_ cell: ArraySlice<UInt8>) -> Bool {
        cell.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A }
    }
}
