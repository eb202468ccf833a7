import AssayCore
import DataFormats

extension MessageLog {
    /// Returns the log that the data file holds, read once for all who ask; without a file an empty one.
    ///
    /// - Throws: `InvalidGiven` with the record and column of the first fault.
    static func read(_ file: DataFile?, withInbound: Bool = false) throws -> MessageLog {
        guard let file else { return .empty }
        if withInbound { return try readWithInbound(file) }
        return try file.content(as: MessageLog.self) { bytes in
            MessageLog(try MessageRows(bytes, path: file.path))
        }
    }
}

extension MessageRows {
    init(_ bytes: [UInt8], path: String, withInbound: Bool = false) throws(InvalidGiven) {
        self.init()
        keepsInbound = withInbound
        let table = try DataTable(bytes, path: path, input: "messages", columns: LogColumn.allCases.map(\.rawValue))
        // Each record adds one, so that the number of an id is the index of its row.
        var ids = TextPool()
        for row in table.rows {
            let reader = RowReader(table: table, row: row)
            let id = try reader.text(.messageID)
            let (first, isNew) = ids.insert(id)
            guard isNew else {
                throw reader.fault(.messageID, "\(table.shown(id)) is the id of record \(first + 2) already")
            }
            try append(reader, id: id)
        }
    }

    private mutating func append(_ reader: RowReader, id: ArraySlice<UInt8>) throws(InvalidGiven) {
        let space = try reader.text(.space)
        let time = try reader.instant(.date)
        let channel = try reader.channel()
        let isSent = try reader.isSent()
        let sender = try reader.text(.sender)
        let recipient = try reader.text(.recipient)
        let status = try reader.text(.status)
        let statusTime = try reader.instant(.statusDate)
        guard isSent || keepsInbound else { return }
        ids.append(id)
        spaces.append(space)
        times.append(time)
        channels.append(channel)
        senders.append(sender)
        recipients.append(recipient)
        carriers.append(try reader.text(.carrier))
        statuses.append(status)
        statusTimes.append(statusTime)
        campaigns.append(try reader.text(.campaignID))
        externalIDs.append(try reader.text(.externalID))
    }
}

/// Reads the cells of one record.
private struct RowReader {
    let table: DataTable
    let row: CSVDocument.Record

    func value(_ column: LogColumn) -> ArraySlice<UInt8> { table.value(column.index, of: row) }

    func fault(_ column: LogColumn, _ message: String, fix: String? = nil) -> InvalidGiven {
        table.fault(column.index, of: row, message, fix: fix)
    }

    func text(_ column: LogColumn) throws(InvalidGiven) -> ArraySlice<UInt8> {
        let text = value(column)
        guard !text.isEmpty || column.mayBeEmpty else { throw fault(column, "is empty") }
        return text
    }

    func instant(_ column: LogColumn) throws(InvalidGiven) -> Instant {
        let text = try text(column)
        do {
            return try RFC3339Timestamp(text, options: .zuluOnly).instant
        } catch {
            throw fault(
                column, "\(table.shown(text)) is not a date and time in UTC: \(error.message)",
                fix: "write it like 2015-03-04T00:00:00.000Z")
        }
    }

    func channel() throws(InvalidGiven) -> Channel {
        let text = try text(.channel)
        guard let channel = Channel(text) else {
            throw fault(.channel, "\(table.shown(text)) is not one of S, E, P, W, R")
        }
        return channel
    }

    /// Whether the message was sent (`MT`), not received (`MO`).
    func isSent() throws(InvalidGiven) -> Bool {
        let text = try text(.direction)
        if text.elementsEqual("MT".utf8) { return true }
        if text.elementsEqual("MO".utf8) { return false }
        throw fault(.direction, "\(table.shown(text)) is not one of MT, MO")
    }
}

extension LogColumn {
    /// The column's place among all columns.
    fileprivate var index: Int {
        switch self {
        case .messageID: 0
        case .space: 1
        case .date: 2
        case .channel: 3
        case .direction: 4
        case .sender: 5
        case .recipient: 6
        case .carrier: 7
        case .status: 8
        case .statusDate: 9
        case .campaignID: 10
        case .externalID: 11
        }
    }
}
