import AssayCore
import LiveTarget
import ScenarioLoading
import StartedServices
import Transfers

/// A live target of a run, from its start to its end: the way to it, and the service itself where the run starts it.
final class LiveService: Sendable {
    let target: LiveTarget

    private let engine: TransferEngine
    private let settings: LiveTargetSettings
    private let command: ServiceCommand?
    private let readiness: LiveDefinition.Readiness
    private let mail: RunMail?

    /// - Throws: `InvalidInput` with what is wrong in `assay.yaml`; `TransferFailure` when nothing can be transferred at all.
    init(_ live: LiveDefinition, runID: String, in workspace: Workspace, environment: [String: String]) throws {
        let file = workspace.project.file
        let settler = TargetSettler(environment: environment, file: file, folder: workspace.folder)
        var settings = try settler.settings(of: live)
        settings.runID = runID
        settings.userAgent = "assay/\(AssayCommand.version)"
        self.settings = settings
        engine = try TransferEngine(threads: min(2, availableCores()))
        mail = live.mail.map { RunMail($0, settler, runID: runID) }
        do throws(TransferFailure) {
            target = try LiveTarget(settings, engine: engine, mail: mail, now: systemClock)
        } catch {
            throw InvalidInput([Diagnostic("bad-url", "\(error)", in: file, at: live.url.range)])
        }
        command = try live.start.map { try settler.command(of: $0) }
        readiness = live.ready ?? LiveDefinition.Readiness()
    }

    /// Does `body` while the service is there.
    ///
    /// - Parameter hiding: Takes secrets out of what is told of the service and its mail.
    /// - Throws: `CommandFailure` when a service that was to be started does not come up; what `body` throws.
    func during(_ body: () async throws -> Void, hiding: (String) -> String) async throws {
        do {
            try await mail?.start(with: engine)
        } catch {
            await engine.stop()
            throw CommandFailure(.harnessFailed, hiding("the mail cannot be looked at: \(error)"))
        }
        let service: StartedService?
        do {
            service = try await started(hiding)
        } catch {
            await end(nil, hiding)
            throw error
        }
        do {
            try await body()
        } catch {
            await end(service, hiding)
            throw error
        }
        await end(service, hiding)
    }

    private func end(_ service: StartedService?, _ hiding: (String) -> String) async {
        await service?.stop()
        if let remark = await mail?.stop() { Console.complain("note: \(hiding(remark))\n".displayedLines) }
        await engine.stop()
    }

    private func started(_ hiding: (String) -> String) async throws -> StartedService? {
        guard let command else { return nil }
        do {
            let service = try StartedService(command)
            // Nobody waits for it any more after an interrupt.
            try await service.waitUntilReady(within: readiness.within) {
                if Interrupt.isRequested { return true }
                return await isReady()
            }
            return service
        } catch let failure as ServiceFailure {
            throw CommandFailure(
                .harnessFailed, hiding(failure.message), excerpt: hiding(failure.lastLines.map { "    \($0)\n" }.joined()))
        }
    }

    /// Whether the service answers as it does when it is up; by default with anything but a server error.
    private func isReady() async -> Bool {
        guard var transfer = try? HTTPTransfer(url: settings.url) else { return false }
        let prefix = transfer.target == "/" ? "" : transfer.target
        transfer.target = (prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix) + readiness.path
        transfer.options = settings.transfer
        transfer.options.timeout = .seconds(5)
        transfer.version = settings.version
        transfer.userAgent = settings.userAgent
        guard let answer = try? await engine.perform(transfer) else { return false }
        return readiness.status.map { $0 == answer.status } ?? (answer.status < 500)
    }
}

/// Works out what `assay.yaml` says of a live target: environment variables, paths.
struct TargetSettler {
    let environment: [String: String]
    let file: SourceFile
    /// The project's, absolute.
    let folder: String

    func settings(of live: LiveDefinition) throws(InvalidInput) -> LiveTargetSettings {
        var settings = LiveTargetSettings(url: try text(live.url))
        settings.version = live.version
        settings.redirects = live.redirects
        settings.rate = live.rate.map { LiveTargetSettings.Rate(requests: $0.requests, period: $0.period) }
        settings.concurrency = live.concurrency
        settings.longestRetryAfter = live.respectsRetryAfter ? .seconds(300) : nil
        settings.provides = Set(live.provides)
        settings.allowsGiven = live.allowsGiven
        settings.correlationHeader = live.mail?.correlation
        settings.transfer = try transfer(of: live)
        return settings
    }

    func command(of start: LiveDefinition.Start) throws(InvalidInput) -> ServiceCommand {
        var arguments: [String] = []
        for word in start.command { arguments.append(try text(word)) }
        // This very program need not be in the PATH.
        if arguments.first == "assay" { arguments[0] = FileSystem.ownExecutable ?? "assay" }
        var environment = environment
        for member in start.environment { environment[member.name] = try text(member.value) }
        return ServiceCommand(
            arguments, environment: environment, folder: start.folder.map { FilePath.join(folder, $0) } ?? folder)
    }

    func text(_ template: Template) throws(InvalidInput) -> String {
        guard let text = try template.settled(in: environment, file: file).plainText else {
            throw InvalidInput([Diagnostic("wrong-kind", "a text is due here", in: file, at: template.range)])
        }
        return text
    }

    private func transfer(of live: LiveDefinition) throws(InvalidInput) -> TransferOptions {
        var options = TransferOptions()
        if let timeout = live.timeout { options.timeout = timeout }
        if let timeout = live.connectTimeout { options.connectTimeout = timeout }
        if let bytes = live.maxResponse { options.maxBodyBytes = bytes }
        options.tls = tls(live.tls)
        options.unixSocket = live.unixSocket.map(path)
        options.resolve = live.resolve.compactMap { ResolveOverride(text: $0) }
        if let proxy = live.proxy {
            options.proxy = Proxy(url: try text(proxy))
            if options.proxy == nil {
                throw InvalidInput([
                    Diagnostic(
                        "bad-url", "this is no URL of a proxy", fix: "write it as http://host:port or socks5://host:port",
                        in: file,
                        at: proxy.range)
                ])
            }
        }
        return options
    }

    /// A mailbox is on another server than the service: nothing but its own TLS settings is for it.
    func transfer(of mail: LiveDefinition.MailBox) -> TransferOptions {
        var options = TransferOptions()
        options.tls = tls(mail.tls)
        return options
    }

    private func tls(_ tls: LiveDefinition.TLS) -> TLSOptions {
        var options = TLSOptions()
        options.authorities = tls.ca.map(path)
        options.certificate = tls.certificate.map(path)
        options.key = tls.key.map(path)
        options.isInsecure = tls.isInsecure
        return options
    }

    private func path(_ path: String) -> String { FilePath.normalized(FilePath.join(folder, path)) }
}

extension DataValue {
    /// The text of a string, a number or a boolean.
    fileprivate var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
