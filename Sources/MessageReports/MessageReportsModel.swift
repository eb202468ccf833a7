public import AssayCore

/// The system "Exporting Report (CSV)" as a program: it mails the log of a space's sent messages as CSV.
///
/// Registered as `message-reports`. `given` takes `messages` (the log) and `spaces` (keys and verified senders), both CSV.
public struct MessageReportsModel: Model {
    public static let settings: [PolicySetting] = Policy.table.map(\.published)
    public static let inputs = ["messages", "spaces"]
    public static let mutants: [ModelMutant] = Mutation.table.map(\.published)

    private let policy: Policy
    private let clock: Instant
    private let spaces: Spaces
    private let log: MessageLog
    private var transactions: TransactionIDs
    /// How many requests were answered.
    private var answered = 0

    public init(given: Given) throws {
        policy = try Policy(given.policy, mutant: given.mutant)
        clock = given.clock
        spaces = try Spaces.read(given.data["spaces"])
        log = try MessageLog.read(given.data["messages"], withInbound: policy.has(.inboundIncluded))
        transactions = TransactionIDs(seed: given.seed)
    }

    public mutating func respond(to request: Request) -> Reply {
        let reply = answer(request)
        answered += 1
        return policy.mutation?.changed(reply, to: request, number: answered) ?? reply
    }

    private mutating func answer(_ request: Request) -> Reply {
        let answer = Answer(clock: clock, transactionID: transactions.next())
        do throws(Refusal) {
            let mail = try accept(request, transactionID: answer.transactionID)
            return Reply(response: answer.accepted(under: policy), mail: mail)
        } catch {
            let refusal = policy.mutation?.changed(error, under: policy) ?? error
            return Reply(response: answer.refused(refusal, under: policy))
        }
    }

    /// Returns the mails that the request sets in motion.
    ///
    /// - Throws: The first reason to refuse the request; they are looked for in the order of these lines.
    private func accept(_ request: Request, transactionID: String) throws(Refusal) -> [Mail] {
        let request = try policy.mutation?.changed(request, at: clock, of: spaces, under: policy) ?? request
        try checkOperation(request)
        let space = try space(authorizing: request)
        let query = try ReportQuery(request.query, under: policy)
        let body = try ReportBody(request.body, under: policy)
        let filter = try MessageFilter(query, under: policy)
        let period = try Period(query, in: body.timeZone, under: policy)
        try checkSender(body.sender, of: space)
        let selection = try select(filter, in: period, of: space)
        let report = try report(selection, of: space, in: body.timeZone)
        guard isMailed(report, by: body.sender, of: space) else { return [] }
        return ReportMail(report: report, query: query, body: body, transactionID: transactionID).messages(under: policy)
    }

    private func checkOperation(_ request: Request) throws(Refusal) {
        guard request.method.utf8.elementsEqual(policy.operation.method.utf8),
            request.path.utf8.elementsEqual(policy.operation.path.utf8)
        else { throw .noSuchResource }
    }

    private func space(authorizing request: Request) throws(Refusal) -> Space {
        let credentials = request.headers[all: "Authorization"]
        guard credentials.count == 1, let key = bearerToken(in: credentials[0]), let space = spaces.space(ofKey: key) else {
            throw .unauthorized
        }
        if policy.has(.firstKeyOnly), space.firstKey?.elementsEqual(key) != true { throw .unauthorized }
        return space
    }

    private func checkSender(_ sender: EmailAddress, of space: Space) throws(Refusal) {
        guard policy.unknownSender == .refused, !isVerified(sender, in: space) else { return }
        throw .senderNotOfSpace
    }

    private func select(_ filter: MessageFilter, in period: Period?, of space: Space) throws(Refusal) -> Selection {
        guard let period else { return .none }
        let window = log.rows(ofSpace: space.name, in: policy.mutation?.changed(period) ?? period, policy.window)
        let rows = RowFilter(filter, for: log, under: policy, in: period)
        var selection = Selection(of: log, in: window, rows, order: policy.rowOrder, limit: policy.maxRows)
        if policy.has(.sizeOfWindow), window.count > policy.maxRows { throw .reportTooBig }
        policy.mutation?.change(&selection, of: log, in: window)
        guard !selection.isCut || policy.sizeOverflow == .truncated else { throw .reportTooBig }
        return selection
    }

    private func report(_ selection: Selection, of space: Space, in timeZone: GMTOffset) throws(Refusal) -> ReportCSV {
        let timeZone = policy.mutation?.changed(timeZone) ?? timeZone
        var report = ReportCSV(selection, of: log, space: space, in: timeZone, limit: policy.maxBytes, under: policy)
        policy.mutation?.change(&report, of: selection, from: log, in: timeZone, under: policy)
        guard !report.isCut || policy.sizeOverflow == .truncated else { throw .reportTooBig }
        if selection.rows.isEmpty, policy.emptyResult == .refused { throw .nothingFound }
        return report
    }

    private func isMailed(_ report: ReportCSV, by sender: EmailAddress, of space: Space) -> Bool {
        guard report.count > 0 || policy.emptyResult != .nothingMailed else { return false }
        return isVerified(sender, in: space)
    }

    private func isVerified(_ sender: EmailAddress, in space: Space) -> Bool {
        if policy.has(.senderNotVerified) { return true }
        if policy.has(.senderOfAnySpace), spaces.spaces.contains(where: { $0.hasVerified(sender) }) { return true }
        return space.hasVerified(sender)
    }
}

/// Returns the token of `Bearer TOKEN` (RFC 6750 section 2.1), whose scheme may be written in any letter case (RFC 9110
/// section 11.1); `nil` for other credentials.
func bearerToken(in credentials: String) -> Substring.UTF8View? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var text = Substring(credentials).utf8.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    guard let space = text.firstIndex(of: 0x20), String(Substring(text[..<space])).equalsIgnoringASCIICase("Bearer") else {
        return nil
    }
    let token = text[space...].drop { $0 == 0x20 }
    return token.contains(where: isSpace) ? nil : token
}
