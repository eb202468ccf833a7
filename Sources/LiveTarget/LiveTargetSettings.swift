package import AssayCore
package import Transfers

/// How a live service is reached, and what may be asked of it.
package struct LiveTargetSettings: Sendable {
    /// At most so many requests in any stretch of time of that length: they are sent at even distances.
    package struct Rate: Sendable, Hashable {
        package var requests: Int
        package var period: Duration

        package init(requests: Int, period: Duration) {
            self.requests = requests
            self.period = period
        }
    }

    /// `http://127.0.0.1:8080`, with a path where all paths of requests begin; no query, fragment or password.
    package var url: String
    /// Proxies and files for all requests; a request's own options win.
    package var transfer = TransferOptions()
    package var version: HTTPVersion?
    /// How many redirects are followed, unless a request says so itself; of any method.
    package var redirects = 0
    package var rate: Rate?
    /// How many requests may be under way.
    package var concurrency: Int?
    /// How long a request may wait in all as a 429 or 503 says in `Retry-After`; `nil` takes such responses as they are. What
    /// would take longer is taken as it is, too.
    package var longestRetryAfter: Duration?
    /// Preconditions that hold there without the run's help: `clock`, `policy`, and names of data.
    package var provides: Set<String> = []
    /// Whether the service takes preconditions from `Assay-Given`, and tells cases apart by `Assay-Case`.
    package var allowsGiven = false
    /// A header that requests carry, and the mail they cause too; its value is the case's token.
    package var correlationHeader: String?
    package var userAgent = "assay"
    /// Different for every run: part of the tokens of cases.
    package var runID = ""

    package init(url: String) {
        self.url = url
    }
}
