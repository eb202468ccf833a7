/// A column of the message log; the raw value is its name in the data file's header, and in a report's.
enum LogColumn: String, CaseIterable, Sendable {
    case messageID = "Message ID"
    case space = "Space"
    case date = "Date"
    case channel = "Channel"
    case direction = "Direction"
    case sender = "Sender"
    case recipient = "Recipient"
    case carrier = "Carrier"
    case status = "Status"
    case statusDate = "Status Date"
    case campaignID = "Campaign ID"
    case externalID = "External ID"

    /// Compares byte by byte, as `init(rawValue:)` does not.
    init?(named name: some Sequence<UInt8>) {
        guard let column = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else { return nil }
        self = column
    }

    var mayBeEmpty: Bool {
        switch self {
        case .carrier, .campaignID, .externalID: true
        default: false
        }
    }
}
