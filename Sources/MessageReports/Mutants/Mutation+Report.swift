import AssayCore
import DataFormats

extension Mutation {
    /// Changes a report that was written as it should be.
    func change(
        _ report: inout ReportCSV, of selection: Selection, from log: MessageLog, in timeZone: GMTOffset, under policy: Policy
    ) {
        guard Self.concernReports.contains(self),
            let document = try? CSVDocument(parsing: report.bytes, delimiter: policy.delimiter.byte)
        else { return }
        var table = FaultyTable(
            mutation: self, records: document.records.map { record in record.map { Array($0.bytes) } }, policy: policy)
        table.change { row, column in
            let row = Int(selection.rows[row])
            return (column == .date ? log.times : log.statusTimes)[row]
        }
        report.bytes = (policy.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + table.written()
    }

    private static let concernReports: Set<Mutation> = [
        .timezoneZeroAsOffset, .timezoneSuffixMissing, .statusDateInUTC, .headerMissing, .headerMisspelt, .cellsSwapped,
        .carrierEmpty, .campaignShowsStatus, .directionMisspelt, .channelSpeltOut, .commaNotQuoted, .lineBreakNotQuoted,
        .quoteNotDoubled, .everySpaceQuoted, .formulaEscaped, .lastLineEndMissing, .beyondASCIIReplaced, .textTrimmed,
        .millisecondsRounded, .millisecondsDropped,
    ]
}

/// The cells of a report, and the fault with which they are written again.
private struct FaultyTable {
    let mutation: Mutation
    var records: [[[UInt8]]]
    let policy: Policy

    /// - Parameter instant: The time of a row, from 0, in one of the two columns that hold times.
    mutating func change(_ instant: (Int, LogColumn) -> Instant) {
        switch mutation {
        case .headerMissing: records.removeFirst()
        case .headerMisspelt: changeHeader("Status Date", to: "Status date")
        case .cellsSwapped: swap(.sender, .recipient)
        case .carrierEmpty: changeCells(of: [.carrier]) { _, _, _ in [] }
        case .campaignShowsStatus: copy(.status, to: .campaignID)
        case .directionMisspelt: changeCells(of: [.direction]) { _, _, _ in Array("OUT".utf8) }
        case .channelSpeltOut: changeCells(of: [.channel]) { cell, _, _ in cell + Array("-channel".utf8) }
        case .formulaEscaped:
            changeCells(of: policy.columns) { cell, _, _ in
                cell.first.map { "=+-@".utf8.contains($0) } == true ? [UInt8(ascii: "'")] + cell : cell
            }
        case .beyondASCIIReplaced:
            changeCells(of: policy.columns) { cell, _, _ in cell.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") } }
        case .textTrimmed:
            changeCells(of: policy.columns) { cell, _, _ in
                Array(String(decoding: cell, as: UTF8.self).trimmedSpaces.utf8)
            }
        default: changeTimes(instant)
        }
    }

    private mutating func changeTimes(_ instant: (Int, LogColumn) -> Instant) {
        let mutation = mutation
        let columns: [LogColumn] = mutation == .statusDateInUTC ? [.statusDate] : [.date, .statusDate]
        changeCells(of: columns) { cell, row, column in
            switch mutation {
            case .timezoneZeroAsOffset:
                return cell.last == UInt8(ascii: "Z") ? cell.dropLast() + Array("+00:00".utf8) : cell
            case .timezoneSuffixMissing: return Array(cell.prefix(23))
            case .statusDateInUTC: return Self.written(instant(row, column), like: nil)
            case .millisecondsRounded: return Self.written(instant(row, column) + .microseconds(500), like: cell)
            case .millisecondsDropped: return cell.prefix(20) + Array("000".utf8) + cell.dropFirst(23)
            default: return cell
            }
        }
    }

    /// - Parameter cell: Whose offset is kept; UTC without one.
    private static func written(_ instant: Instant, like cell: [UInt8]?) -> [UInt8] {
        var bytes: [UInt8] = []
        let zone = cell.flatMap { GMTOffset(String(decoding: $0.dropFirst(23), as: UTF8.self), forms: .offsetsOnly) } ?? .zero
        instant.appendRFC3339(to: &bytes, fractionDigits: 3, offsetSeconds: zone.seconds)
        return bytes
    }

    private func index(of column: LogColumn) -> Int? { policy.columns.firstIndex(of: column) }

    private mutating func changeHeader(_ name: String, to other: String) {
        guard !records.isEmpty, let index = records[0].firstIndex(where: { $0.elementsEqual(name.utf8) }) else { return }
        records[0][index] = Array(other.utf8)
    }

    private mutating func changeCells(of columns: [LogColumn], _ change: ([UInt8], Int, LogColumn) -> [UInt8]) {
        for column in columns {
            guard let index = index(of: column) else { continue }
            for row in records.indices.dropFirst() where index < records[row].count {
                records[row][index] = change(records[row][index], row - 1, column)
            }
        }
    }

    private mutating func swap(_ left: LogColumn, _ right: LogColumn) {
        guard let left = index(of: left), let right = index(of: right) else { return }
        for row in records.indices.dropFirst() { records[row].swapAt(left, right) }
    }

    private mutating func copy(_ source: LogColumn, to target: LogColumn) {
        guard let source = index(of: source), let target = index(of: target) else { return }
        for row in records.indices.dropFirst() { records[row][target] = records[row][source] }
    }

    // MARK: Writing

    func written() -> [UInt8] {
        let lineEnd = Array((policy.newline == .crlf ? "\r\n" : "\n").utf8)
        var bytes: [UInt8] = []
        for record in records {
            let line = Array(record.map(quoted).joined(separator: [policy.delimiter.byte]))
            bytes += line.isEmpty ? Array("\"\"".utf8) : line
            bytes += lineEnd
        }
        return mutation == .lastLineEndMissing ? bytes.dropLast(lineEnd.count) : bytes
    }

    private func quoted(_ cell: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard policy.quoting == .all || needsQuotes(cell) else { return cell }
        let inner = mutation == .quoteNotDoubled ? cell : cell.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return [quote] + inner + [quote]
    }

    private func needsQuotes(_ cell: [UInt8]) -> Bool {
        cell.contains { byte in
            switch byte {
            case policy.delimiter.byte: mutation != .commaNotQuoted
            case 0x0D, 0x0A: mutation != .lineBreakNotQuoted
            case UInt8(ascii: "\""): true
            case 0x20: mutation == .everySpaceQuoted
            default: false
            }
        }
    }
}

extension Delimiter {
    var byte: UInt8 {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: UInt8(ascii: "\t")
        }
    }
}
