/// A delivery channel; the raw value is how requests and logs write it.
enum Channel: UInt8, CaseIterable, Sendable {
    case sms = 0x53  // S
    case email = 0x45  // E
    case push = 0x50  // P
    case whatsApp = 0x57  // W
    case rcs = 0x52  // R

    /// Returns `nil` for anything but one of the five letters.
    init?(_ text: some Collection<UInt8>) {
        guard text.count == 1, let letter = text.first else { return nil }
        self.init(rawValue: letter)
    }

    var letter: String { String(UnicodeScalar(rawValue)) }

    /// How a recipient of the channel is named.
    var recipients: RecipientKind {
        switch self {
        case .sms, .whatsApp, .rcs: .phone
        case .email: .address
        case .push: .token
        }
    }

    enum RecipientKind: Sendable { case phone, address, token }
}

/// Any of the five channels.
struct ChannelSet: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ channel: Channel) {
        rawValue =
            switch channel {
            case .sms: 1
            case .email: 2
            case .push: 4
            case .whatsApp: 8
            case .rcs: 16
            }
    }

    static let all = ChannelSet(rawValue: 31)
}
