/// A report as CSV, header first.
struct ReportCSV {
    let bytes: [UInt8]
    /// Rows written, without the header.
    let count: Int
    /// Whether rows were left out because the report had become too big.
    let isCut: Bool

    /// - Parameter limit: The most bytes; rows from the first that goes beyond it are left out. The header is always there.
    init(
        _ selection: Selection, of log: MessageLog, space: Space, in timeZone: GMTOffset, limit: Int, under policy: Policy
    ) {
        var writer = RowWriter(log: log, space: space, columns: policy.columns, cells: CSVCells(policy, in: timeZone))
        writer.cells.reserve(min(limit, 128 + selection.rows.count * policy.columns.count * 16))
        if policy.hasByteOrderMark { writer.cells.appendByteOrderMark() }
        writer.appendHeader()
        var count = 0
        var fitting = writer.cells.bytes.count
        for row in selection.rows {
            writer.append(Int(row))
            guard writer.cells.bytes.count <= limit else { break }
            fitting = writer.cells.bytes.count
            count += 1
        }
        self.count = count
        isCut = writer.cells.bytes.count > limit
        bytes = writer.cells.taken(upTo: fitting)
    }
}

/// Writes rows of the log as lines of CSV.
private struct RowWriter {
    let log: MessageLog
    let space: Space
    let columns: [LogColumn]
    var cells: CSVCells

    mutating func appendHeader() {
        for column in columns { cells.append(Array(column.rawValue.utf8)[...]) }
        cells.endLine()
    }

    mutating func append(_ row: Int) {
        for column in columns {
            switch column {
            case .messageID: cells.append(log.ids[row])
            case .space: cells.append(space.name[...])
            case .date: cells.append(time: log.times.epochMilliseconds(row))
            case .channel: cells.append(letter: log.channels[row].rawValue)
            case .direction: cells.append(Self.sent[...])
            case .sender: cells.append(log.senders[row])
            case .recipient: cells.append(log.recipients[row])
            case .carrier: cells.append(log.carriers[row])
            case .status: cells.append(log.statuses[row])
            case .statusDate: cells.append(time: log.statusTimes.epochMilliseconds(row))
            case .campaignID: cells.append(log.campaigns[row])
            case .externalID: cells.append(log.externalIDs[row])
            }
        }
        cells.endLine()
    }

    /// The direction of every message in a report: inbound ones are in none.
    private static let sent = Array("MT".utf8)
}
