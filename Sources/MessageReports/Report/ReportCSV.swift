/// A report as CSV, header first.
struct ReportCSV {
    var bytes: [UInt8]
    /// Rows written, without the header.
    let count: Int
    /// Whether rows were left out because the report had become too big.
    let isCut: Bool

    /// - Parameter limit: The most bytes; rows from the first that goes beyond it are left out. The header is always there.
    init(
        _ selection: Selection, of log: MessageLog, space: Space, in timeZone: GMTOffset, limit: Int, under policy: Policy
    ) {
        let writer = RowWriter(log: log, space: space, under: policy)
        var bytes: [UInt8] = policy.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        bytes.reserveCapacity(min(limit, 128 + selection.rows.count * policy.columns.count * 16))
        writer.appendHeader(to: &bytes)
        var times = LocalTimes(in: timeZone)
        var count = 0
        var fitting = bytes.count
        for row in selection.rows {
            writer.append(Int(row), to: &bytes, &times)
            guard bytes.count <= limit else { break }
            fitting = bytes.count
            count += 1
        }
        self.count = count
        isCut = bytes.count > limit
        bytes.removeLast(bytes.count - fitting)
        self.bytes = bytes
    }
}

/// Writes rows of the log as lines of CSV. What is read for every cell is constant here, so that nothing needs to be retained
/// for it: the log's reference counts are shared by all cores.
private struct RowWriter {
    let log: MessageLog
    let space: Space
    let columns: [LogColumn]
    let form: CSVLine.Form
    /// Room for the longest line of the log.
    let room: Int

    init(log: MessageLog, space: Space, under policy: Policy) {
        self.log = log
        self.space = space
        columns = policy.columns
        form = CSVLine.Form(policy)
        room = columns.reduce(CSVLine.roomForEnd) { room, column in
            room + CSVLine.room(forCellOf: max(log.longestCell(of: column, in: space), column.rawValue.utf8.count))
        }
    }

    func appendHeader(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { memory in
            var line = CSVLine(in: memory, form)
            for column in columns { line.append(column.rawValue.utf8.span, isPlain: true) }
            line.end()
            bytes.append(contentsOf: line.written)
        }
    }

    func append(_ row: Int, to bytes: inout [UInt8], _ times: inout LocalTimes) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { memory in
            var line = CSVLine(in: memory, form)
            for column in columns { write(column, of: row, to: &line, &times) }
            line.end()
            bytes.append(contentsOf: line.written)
        }
    }

    @inline(__always) private func write(_ column: LogColumn, of row: Int, to line: inout CSVLine, _ times: inout LocalTimes) {
        switch column {
        case .messageID: log.ids.write(row, to: &line)
        case .space: line.append(space.name.span, isPlain: false)
        case .date: times.write(log.times.epochMilliseconds(row), to: &line)
        case .channel: line.append(log.channels[row].rawValue)
        case .direction:
            // The direction of every message in a report: inbound ones are in none.
            line.append("MT".utf8.span, isPlain: true)
        case .sender: log.senders.write(row, to: &line)
        case .recipient: log.recipients.write(row, to: &line)
        case .carrier: log.carriers.write(row, to: &line)
        case .status: log.statuses.write(row, to: &line)
        case .statusDate: times.write(log.statusTimes.epochMilliseconds(row), to: &line)
        case .campaignID: log.campaigns.write(row, to: &line)
        case .externalID: log.externalIDs.write(row, to: &line)
        }
    }
}

extension LocalTimes {
    @inline(__always) fileprivate mutating func write(_ epochMilliseconds: Int64, to line: inout CSVLine) {
        set(epochMilliseconds: epochMilliseconds)
        line.append(text.span, isPlain: true)
    }
}

extension MessageLog {
    /// Bytes of the longest text in a column.
    fileprivate func longestCell(of column: LogColumn, in space: Space) -> Int {
        switch column {
        case .messageID: ids.longest
        case .space: space.name.count
        case .date, .statusDate: LocalTimes.longest
        case .channel: 1
        case .direction: 2
        case .sender: senders.pool.texts.longest
        case .recipient: recipients.longest
        case .carrier: carriers.pool.texts.longest
        case .status: statuses.pool.texts.longest
        case .campaignID: campaigns.pool.texts.longest
        case .externalID: externalIDs.longest
        }
    }
}

extension CSVLine.Form {
    fileprivate init(_ policy: Policy) {
        delimiter =
            switch policy.delimiter {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            }
        newline = policy.newline
        quotesAll = policy.quoting == .all
    }
}
