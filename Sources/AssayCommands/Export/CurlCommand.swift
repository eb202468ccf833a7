import AssayCore
import DataFormats

/// A request as a command of curl, for a POSIX shell.
struct CurlCommand {
    let text: String

    /// - Parameter base: The scheme and the host; `nil` for the shell variable `ASSAY_URL`.
    init(_ request: Request, base: String?, _ secrets: ShellSecrets) {
        var target = request.path
        if let query = request.query { target += "?\(query)" }
        let host = base.map { secrets.word($0 + target) } ?? "\"${ASSAY_URL:-http://127.0.0.1:8080}\"\(secrets.word(target))"
        // No part of the URL is a pattern, a path is sent as it stands, and no configuration of the user has a say.
        var lines = ["curl --disable --include --globoff --path-as-is --request \(secrets.word(request.method))"]
        var input = ""
        for field in request.headers.fields {
            if let credentials = field.basicCredentials {
                // What is encoded may hold a variable.
                lines.append("--user \(secrets.word(credentials))")
                continue
            }
            // curl leaves a field out whose value is empty, unless a semicolon stands for the colon.
            lines.append("--header \(secrets.word(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"))")
        }
        // What curl would add by itself.
        for name in ["Accept", "User-Agent", "Content-Type"] where request.headers[name] == nil {
            lines.append("--header '\(name):'")
        }
        if let body = request.body {
            if let text = String(validating: body, as: UTF8.self), !body.contains(0) {
                lines.append("--data-raw \(secrets.word(text))")
            } else {
                input = "printf %s '\(base64(body))' | base64 --decode | "
                lines.append("--data-binary @-")
            }
        }
        if let timeout = request.options.timeout {
            lines.append("--max-time \(Decimal3(timeout))")
        }
        if let redirects = request.options.redirects, redirects > 0 { lines.append("--location --max-redirs \(redirects)") }
        if request.options.decompresses { lines.append("--compressed") }
        if let version = request.options.version {
            switch version {
            case .http1: lines.append("--http1.1")
            case .http2: lines.append("--http2")
            case .http2Only: lines.append("--http2-prior-knowledge")
            }
        }
        if let proxy = request.options.proxy { lines.append("--proxy \(secrets.word(proxy))") }
        if let digest = request.options.digest {
            lines.append("--digest --user \(secrets.word("\(digest.user):\(digest.password)"))")
        }
        lines.append("--url \(host)")
        let warning =
            secrets.isEncoded(in: target) ? "# a variable stands in the URL, percent-encoded: put its value there yourself\n" : ""
        text = warning + input + lines.joined(separator: " \\\n  ") + "\n"
    }
}

extension HeaderFields.Field {
    /// `user:password`, where the field has them in the Basic scheme (RFC 7617).
    fileprivate var basicCredentials: String? {
        guard name.equalsIgnoringASCIICase("Authorization"), value.hasPrefix("Basic ") else { return nil }
        return decoded(base64: String(value.dropFirst(6))).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

/// A duration in seconds with three digits behind the point.
private struct Decimal3: CustomStringConvertible {
    let description: String

    init(_ duration: Duration) {
        let milliseconds = Int64(duration / .milliseconds(1))
        let rest = String(milliseconds % 1000)
        description = "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
