/// One thing that is demanded of the system: a request and the answer that is due, or several in steps. A class, as nothing in it
/// ever changes and every case and step of a run hands it on.
public final class Scenario: Sendable {
    public let id: ScenarioID
    public let title: String?
    public let about: String?
    /// Which clauses every check of the scenario speaks for.
    public let clauses: [ClauseID]
    public let tags: [String]
    public let given: GivenTemplate
    /// In order: one may use those before it.
    public let variables: [Template.Member]
    /// Each is a case of its own; a scenario without examples is one case.
    public let examples: [Example]
    public let steps: [Step]
    /// Steps that run after the others, whatever became of those.
    public let finally: [Step]
    /// Scenarios that must have passed first.
    public let needs: [Need]
    /// The lock that is held meanwhile: of the scenarios with the same one, no two run at a time.
    public let exclusive: String?
    /// Why the scenario is not run.
    public let skip: String?
    /// The targets that it is meant for; empty for all.
    public let onlyOn: [String]
    /// How it has to fail: it passes when it fails just so. Empty for a scenario that has to hold.
    public let mustFail: [DueFailure]
    public let file: SourceFile
    /// Whether an address of it has `${run:mailbox}` in it.
    public let hasMailbox: Bool
    /// Where the scenario's id stands.
    public let range: SourceRange

    public init(
        id: ScenarioID, title: String?, about: String?, clauses: [ClauseID], tags: [String], given: GivenTemplate,
        variables: [Template.Member], examples: [Example], steps: [Step], finally: [Step] = [], needs: [Need] = [],
        exclusive: String? = nil,
        skip: String?, onlyOn: [String], mustFail: [DueFailure] = [], hasMailbox: Bool = false, file: SourceFile,
        range: SourceRange
    ) {
        self.hasMailbox = hasMailbox
        self.mustFail = mustFail
        self.id = id
        self.title = title
        self.about = about
        self.clauses = clauses
        self.tags = tags
        self.given = given
        self.variables = variables
        self.examples = examples
        self.steps = steps
        self.finally = finally
        self.needs = needs
        self.exclusive = exclusive
        self.skip = skip
        self.onlyOn = onlyOn
        self.file = file
        self.range = range
    }
}

/// One way in which a scenario has to fail.
public struct DueFailure: Sendable, Hashable {
    /// The subject of the check that does not hold; `nil` for a case that cannot be judged at all.
    public var check: String?
    /// Part of what is said of it.
    public var message: String
    public var range: SourceRange

    public init(check: String?, message: String, range: SourceRange) {
        self.check = check
        self.message = message
        self.range = range
    }
}

extension Scenario {
    /// In the order in which they run.
    public var allSteps: [Step] { finally.isEmpty ? steps : steps + finally }

    /// Another scenario, all of whose cases must have passed.
    public struct Need: Sendable {
        public var id: ScenarioID
        public var range: SourceRange

        public init(id: ScenarioID, range: SourceRange) {
            self.id = id
            self.range = range
        }
    }
}

/// A row of values that makes a scenario a case of its own.
public struct Example: Sendable {
    public var name: String
    public var values: [Template.Member]
    /// Where it is stated; for one from a file or a matrix, where that is named.
    public var range: SourceRange

    public init(name: String, values: [Template.Member], range: SourceRange) {
        self.name = name
        self.values = values
        self.range = range
    }
}

/// A request, what is expected of the answer, and what later steps take from it.
public struct Step: Sendable {
    /// `nil` for the only step of a scenario that has no `steps`.
    public var id: String?
    public var request: RequestTemplate
    public var expect: Expectation
    public var captures: [Capture]
    /// `nil` to ask once.
    public var retry: Retry?
    public var range: SourceRange

    public init(
        id: String?, request: RequestTemplate, expect: Expectation, captures: [Capture], retry: Retry? = nil, range: SourceRange
    ) {
        self.retry = retry
        self.id = id
        self.request = request
        self.expect = expect
        self.captures = captures
        self.range = range
    }
}

/// How often a request is made again until the answer is as expected.
public struct Retry: Sendable, Equatable {
    /// How often it is asked in all; `nil` for as often as there is time.
    public var times: Int?
    /// How long to wait before the second try.
    public var every: Duration
    /// By how much each wait is longer than the one before: 1 for not at all.
    public var backoff: Double
    /// Up to so much is added to each wait by chance.
    public var jitter: Duration
    /// No try begins later than this after the first.
    public var within: Duration?

    public init(times: Int?, every: Duration, backoff: Double = 1, jitter: Duration = .zero, within: Duration? = nil) {
        self.times = times
        self.every = every
        self.backoff = backoff
        self.jitter = jitter
        self.within = within
    }
}

/// The state that the answer depends on, as stated.
public struct GivenTemplate: Sendable {
    public var clock: Template?
    public var policy: [Template.Member]
    /// A data file by its name under `given`.
    public var data: [Template.Member]

    public init(clock: Template? = nil, policy: [Template.Member] = [], data: [Template.Member] = []) {
        self.clock = clock
        self.policy = policy
        self.data = data
    }

    public var isEmpty: Bool { clock == nil && policy.isEmpty && data.isEmpty }

    /// Whether it is the same for all examples of a scenario.
    public var isConstant: Bool {
        clock?.isConstant != false && policy.allSatisfy(\.value.isConstant) && data.allSatisfy(\.value.isConstant)
    }
}

public struct RequestTemplate: Sendable {
    public enum Query: Sendable {
        /// Percent-encoded when the request is made; an array repeats the parameter, `!absent` leaves it out.
        case parameters([Template.Member])
        /// Sent untouched.
        case raw(Template)
    }

    public enum Body: Sendable {
        case json(Template)
        case text(Template)
        /// `application/x-www-form-urlencoded`
        case form([Template.Member])
        /// `multipart/form-data` (RFC 7578)
        case multipart([Part])
        /// The bytes of a file.
        case file(Template)
        case base64(Template)
    }

    /// A part of a `multipart` body.
    public struct Part: Sendable {
        public enum Content: Sendable {
            case text(Template)
            case json(Template)
            /// The bytes of a file.
            case file(Template)
            case base64(Template)
        }

        public var name: String
        public var content: Content
        /// `nil` for none, or for that of the file.
        public var fileName: Template?
        public var type: Template?
        public var range: SourceRange

        public init(name: String, content: Content, fileName: Template? = nil, type: Template? = nil, range: SourceRange) {
            self.name = name
            self.content = content
            self.fileName = fileName
            self.type = type
            self.range = range
        }
    }

    public enum Credentials: Sendable {
        case bearer(Template)
        case basic(user: Template, password: Template)
        case digest(user: Template, password: Template)
    }

    /// As `RequestOptions`.
    public struct Options: Sendable {
        public var timeout: Duration?
        public var redirects: Int?
        public var version: HTTPVersion?
        public var proxy: Template?
        public var decompresses = false

        public init() {}
    }

    public var method: Template
    public var path: Template
    public var query: Query
    public var headers: [Template.Member]
    public var cookies: [Template.Member]
    public var credentials: Credentials?
    public var body: Body?
    public var options: Options
    public var range: SourceRange

    public init(
        method: Template, path: Template, query: Query, headers: [Template.Member], cookies: [Template.Member],
        credentials: Credentials?, body: Body?, options: Options = Options(), range: SourceRange
    ) {
        self.options = options
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.cookies = cookies
        self.credentials = credentials
        self.body = body
        self.range = range
    }
}

/// A value of the answer that later steps may use as `${name}`.
public struct Capture: Sendable {
    public enum Source: Sendable {
        /// The one node that an RFC 9535 query selects.
        case json(String)
        case header(String)
        case status
        /// The whole body as text.
        case text
    }

    public var name: String
    public var source: Source
    /// Whether no report may show the value.
    public var isSecret: Bool
    public var range: SourceRange

    public init(name: String, source: Source, isSecret: Bool = false, range: SourceRange) {
        self.isSecret = isSecret
        self.name = name
        self.source = source
        self.range = range
    }
}
