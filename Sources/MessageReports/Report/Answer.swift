import AssayCore
import DataFormats

/// What every answer of the system looks like: one JSON object that names the moment, the transaction, and why.
struct Answer {
    let clock: Instant
    let transactionID: String

    func accepted(under policy: Policy) -> Response {
        // RFC 9110 section 15.3.5: a 204 has no content.
        guard policy.acceptedStatus != 204 else { return Response(status: 204) }
        return response(policy.acceptedStatus, "The report will be sent by email", at: policy.explainPlace)
    }

    func refused(_ refusal: Refusal, under policy: Policy) -> Response {
        let status =
            switch refusal.kind {
            case .noSuchResource: 404
            case .unauthorized: policy.unauthorizedStatus
            case .refused: policy.refusedStatus
            }
        // Also a refusal may be set to 204.
        guard status != 204 else { return Response(status: 204) }
        return response(status, refusal.explain, at: policy.explainPlace)
    }

    private func response(_ status: Int, _ explain: String, at place: ExplainPlace) -> Response {
        let explanation = DataValue.Member("explain", .string(explain))
        var meta = [
            DataValue.Member("timestamp", .number(NumberText(clock.epochMilliseconds))),
            DataValue.Member("transactionId", .string(transactionID)),
        ]
        var members: [DataValue.Member] = []
        var data: [DataValue.Member] = []
        switch place {
        case .meta: meta.append(explanation)
        case .top: members.append(explanation)
        case .data: data.append(explanation)
        }
        members.insert(.init("meta", .object(meta)), at: 0)
        members.append(.init("data", .object(data)))
        var body: [UInt8] = []
        body.reserveCapacity(160)
        DataValue.object(members).append(to: &body)
        return Response(
            status: status, headers: HeaderFields([.init(name: "Content-Type", value: "application/json")]), body: body)
    }
}
