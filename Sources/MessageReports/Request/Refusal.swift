/// Why a request is not accepted: the kind of answer, and the text that explains it.
struct Refusal: Error, Equatable {
    enum Kind: Sendable { case noSuchResource, unauthorized, refused }

    var kind: Kind
    var explain: String

    init(_ explain: String, kind: Kind = .refused) {
        self.kind = kind
        self.explain = explain
    }
}

extension Refusal {
    static let noSuchResource = Refusal("The requested resource does not exist", kind: .noSuchResource)
    static let unauthorized = Refusal("The API key is missing or not valid", kind: .unauthorized)

    // MARK: The query

    static func repeated(parameter name: String) -> Refusal { Refusal("The parameter '\(name)' must be given once") }
    static func unreadable(parameter name: String) -> Refusal { Refusal("The parameter '\(name)' is not valid") }
    static func unknown(parameter name: String) -> Refusal { Refusal("The parameter '\(name)' is not known") }
    static func required(parameter name: String) -> Refusal { Refusal("The parameter '\(name)' is required") }

    static func unknownChannel(parameter name: String) -> Refusal {
        Refusal("The parameter '\(name)' must be one of \(Channel.allCases.map(\.letter).joined(separator: ", "))")
    }

    static func unknownStatus(_ literal: String, parameter name: String) -> Refusal {
        Refusal("The parameter '\(name)' has an unknown status: \(literal)")
    }

    static func status(_ literal: String, notOf channel: Channel) -> Refusal {
        Refusal("The status \(literal) is not a status of channel \(channel.letter)")
    }

    // MARK: The body

    static let notAnObject = Refusal("The body must be a JSON object")

    static func unknown(field name: String) -> Refusal { Refusal("The field '\(name)' is not known") }
    static func required(field name: String) -> Refusal { Refusal("The field '\(name)' is required") }
    static func notAddresses(field name: String) -> Refusal {
        Refusal("The field '\(name)' must be an array of email addresses")
    }
    static func noAddress(field name: String) -> Refusal {
        Refusal("The field '\(name)' must name at least one email address")
    }
    static func malformed(address: String, field name: String) -> Refusal {
        Refusal("The field '\(name)' has an invalid email address: \(address)")
    }
    static func tooManyAddresses(limit: Int, field name: String) -> Refusal {
        Refusal("The field '\(name)' must name at most \(limit) email addresses")
    }
    static func notAnAddress(field name: String) -> Refusal { Refusal("The field '\(name)' must be an email address") }
    static func notATimeZone(field name: String) -> Refusal { Refusal("The field '\(name)' is not a valid time zone") }
    static func notAlphanumeric(field name: String) -> Refusal { Refusal("The field '\(name)' must be alphanumeric") }

    // MARK: The period

    static func unreadableDate(parameter name: String) -> Refusal {
        Refusal("The parameter '\(name)' must be a UTC date and time such as 2015-03-04T00:00:00.000Z")
    }
    static func endNotAfterStart(_ names: QueryNames) -> Refusal {
        Refusal("The parameter '\(names.to)' must be after the parameter '\(names.from)'")
    }
    static func rangeExceeded(_ limit: RangeLimit) -> Refusal {
        Refusal("The date range exceeds the allowed limit: \(limit.named)")
    }

    // MARK: The space and its messages

    static let senderNotOfSpace = Refusal("The sender is not a valid sender of the space")
    static let reportTooBig = Refusal("The size of the report is too big. Please contact support")
    static let nothingFound = Refusal("No data found")
}
