/// What the query of a request says: each parameter at most once, the required ones present, empty filters left out.
struct ReportQuery: Sendable {
    var from: String
    var to: String
    var recipient: String?
    var campaign: String?
    var channel: String?
    var sender: String?
    var status: String?

    /// - Throws: What is wrong with the query's shape; the values are judged by those who use them.
    init(_ query: String?, under policy: Policy) throws(Refusal) {
        let parameters = QueryParameters(query)
        let names = policy.queryNames
        let known = [names.from, names.to, names.recipient, names.campaign, names.channel, names.sender, names.status]
        var values: [String?] = []
        values.reserveCapacity(known.count)
        for name in known { values.append(try parameters.single(name)) }
        if policy.unknownKeys == .refused,
            let unknown = parameters.parameters.first(where: { given in
                !known.contains { $0.utf8.elementsEqual(given.name.utf8) }
            })
        {
            throw .unknown(parameter: unknown.name)
        }
        guard let from = values[0] else { throw .required(parameter: names.from) }
        guard let to = values[1] else { throw .required(parameter: names.to) }
        (self.from, self.to) = (from, to)
        (recipient, campaign, channel) = (values[2], values[3], values[4])
        (sender, status) = (values[5], values[6])
    }
}

extension QueryParameters {
    /// The value of the parameter, `nil` when it is absent or empty.
    fileprivate func single(_ name: String) throws(Refusal) -> String? {
        var found: Parameter?
        for parameter in parameters where parameter.name.utf8.elementsEqual(name.utf8) {
            guard found == nil else { throw .repeated(parameter: name) }
            found = parameter
        }
        guard let found else { return nil }
        guard let value = found.value else { throw .unreadable(parameter: name) }
        return value.isEmpty ? nil : value
    }
}
