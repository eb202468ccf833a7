import ArgumentParser
import AssayCore
import DataFormats
import ModelServer
import Transfers

struct ServeCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a model over HTTP.",
        discussion: """
            The model answers as it does within a run. SIGTERM and Ctrl-C end the server once it has answered what it has been asked.

              assay serve message-reports --data log.csv --data spaces=spaces.csv
              assay serve message-reports --port 8080 --clock 2015-07-01T00:00:00Z --policy range_overflow=clipped
              assay serve message-reports --allow-given     whose data each request names
            """)

    @Argument(help: "The model, by its registered name.")
    var model: String

    @OptionGroup(title: "Address") var address: ServeAddressOptions
    @OptionGroup(title: "State") var state: ServeStateOptions
    @OptionGroup(title: "Mail") var mail: ServeMailOptions

    @Flag(help: "Write a line for each request to standard error.")
    var accessLog = false

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let served = try state.served(try registeredModel(in: context), in: context)
        let options = try address.options()
        guard let mailServer = try mail.server(environment: context.environment) else {
            return try await serve(served, mail: nil, options)
        }
        let engine: TransferEngine
        do throws(TransferFailure) {
            engine = try TransferEngine()
        } catch {
            throw CommandFailure(.harnessFailed, "\(error)")
        }
        do {
            let status = try await serve(served, mail: SMTPDelivery(to: mailServer, by: engine, now: systemClock), options)
            await engine.stop()
            return status
        } catch {
            await engine.stop()
            throw error
        }
    }

    private func serve(
        _ served: ServedModel, mail: (any MailDelivery)?, _ options: ModelServer.Options
    ) async throws -> ExitStatus {
        let log = ServerLog(hasEveryRequest: accessLog, now: systemClock) { Console.complain($0) }
        do {
            let server = try ModelServer(served, mail: mail, log: log, options: options)
            try await server.run { [model, host = options.host] port in
                var console = Console()
                // Who started the server may not want to hear of it.
                _ = try? console.print("\(model) is served at http://\(host.contains(":") ? "[\(host)]" : host):\(port)\n")
                _ = try? console.flush()
            }
        } catch let fault as InvalidGiven {
            throw CommandFailure(
                .unusableInput, "given \(fault.path.joined(separator: ".")): \(fault.message)", fix: fault.fixAtCommandLine)
        } catch let failure as CannotListen {
            throw CommandFailure(.harnessFailed, "\(failure)", fix: "choose another --port; 0 is any that is free")
        }
        return .conforms
    }

    private func registeredModel(in context: CommandContext) throws(CommandFailure) -> any Model.Type {
        if let type = context.models[model] { return type }
        let names = context.models.keys.sorted()
        throw CommandFailure(
            .badUsage, "there is no model '\(model)'",
            fix: suggestion(for: model, among: names) ?? "choose one of \(names.joined(separator: ", "))")
    }
}

struct ServeAddressOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The port; 0 for any that is free. The address is printed.", valueName: "port"))
    var port = 8080

    @Option(help: "The address to listen on; others than this machine's own programs reach 0.0.0.0.")
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The largest body that is taken: 64KiB, 10MB.", valueName: "size"))
    var maxBody = "1MiB"

    func options() throws(CommandFailure) -> ModelServer.Options {
        guard (0...65_535).contains(port) else {
            throw CommandFailure(.badUsage, "--port takes a number from 0 to 65535, not \(port)")
        }
        let size: ByteSize
        do throws(ByteSizeError) {
            size = try ByteSize(text: maxBody)
        } catch {
            throw CommandFailure(.badUsage, "--max-body: \(error.message)")
        }
        return ModelServer.Options(
            host: host, port: port, limits: RequestLimits(bodyBytes: size.bytes), stopsOnSignals: true)
    }
}

struct ServeStateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A data file of the model, its first input or the one that is named; may be given again.",
            valueName: "[name=]file"))
    var data: [String] = []

    @Option(
        help: ArgumentHelp("A setting of the model; VALUE as in YAML; may be given again.", valueName: "NAME=VALUE"))
    var policy: [String] = []

    @Option(help: ArgumentHelp("What the model takes for the present moment: an RFC 3339 time, or now.", valueName: "time"))
    var clock = "now"

    @Option(help: ArgumentHelp("Where identifiers come from: equal seeds, equal identifiers. (default: random)", valueName: "n"))
    var seed: UInt64?

    @Flag(help: "Let requests bring their own preconditions, in the header fields Assay-Given and Assay-Case.")
    var allowGiven = false

    @Option(
        help: ArgumentHelp(
            "The folder of data files that requests may name with --allow-given. (default: the project's folder)",
            valueName: "dir"))
    var dataRoot: String?

    func served(_ model: any Model.Type, in context: CommandContext) throws -> ServedModel {
        ServedModel(
            model, clock: try chosenClock(), policy: try TypedSettings(option: "--policy", prefix: "").read(policy, of: model),
            data: try dataFiles(of: model, in: context), seed: seed ?? .random(in: 0 ... .max),
            givenData: try givenData(in: context))
    }

    private func chosenClock() throws(CommandFailure) -> ServedModel.Clock {
        if clock == "now" { return .running(systemClock) }
        do throws(RFC3339Error) {
            return .fixed(try RFC3339Timestamp(clock).instant)
        } catch {
            throw CommandFailure(
                .badUsage, "--clock '\(clock)' is no RFC 3339 time: \(error.message)", fix: "--clock 2015-07-01T00:00:00Z, or now"
            )
        }
    }

    private func dataFiles(of model: any Model.Type, in context: CommandContext) throws -> [String: DataFile] {
        var files: [String: DataFile] = [:]
        for text in data {
            guard let (name, path) = Self.input(text, of: model) else {
                throw CommandFailure(.badUsage, "the model takes no data: --data '\(text)'")
            }
            guard files[name] == nil else {
                throw CommandFailure(.badUsage, "--data gives '\(name)' twice", fix: "keep one of them")
            }
            do throws(FileFailure) {
                files[name] = DataFile(path: path, bytes: try FileSystem.content(of: FilePath.join(context.workingFolder, path)))
            } catch {
                throw CommandFailure(
                    .unusableInput, "--data '\(path)': \(error.reason)",
                    fix: path.contains("=") ? "the model's inputs are \(model.inputs.joined(separator: ", "))" : nil)
            }
        }
        return files
    }

    /// Reads `NAME=FILE` when the model has such an input, else `FILE` for its first one.
    private static func input(_ text: String, of model: any Model.Type) -> (name: String, path: String)? {
        for name in model.inputs where text.utf8.starts(with: "\(name)=".utf8) {
            return (name, String(text.dropFirst(name.count + 1)))
        }
        return model.inputs.first.map { ($0, text) }
    }

    private func givenData(in context: CommandContext) throws -> (@Sendable (String) throws -> DataFile)? {
        guard allowGiven else {
            guard dataRoot == nil else { throw CommandFailure(.badUsage, "--data-root is for --allow-given") }
            return nil
        }
        let files = DiskFiles(projectFolder: try dataFolder(in: context), goldenFolder: "", allowsOutside: false)
        let request = SourceFile(path: "", bytes: [])
        return { path in try files.data(path, namedIn: request) }
    }

    private func dataFolder(in context: CommandContext) throws -> String {
        guard let dataRoot else {
            do {
                return try Workspace.findFolder(nil, from: context.workingFolder)
            } catch {
                throw CommandFailure(error.status, error.message, fix: "name the folder of the data with --data-root DIR")
            }
        }
        let path = FilePath.join(context.workingFolder, dataRoot)
        guard let folder = FileSystem.resolved(path), FileSystem.kind(of: folder, followsLinks: true) == .folder else {
            throw CommandFailure(.badUsage, "there is no folder '\(dataRoot)'")
        }
        return folder
    }
}

extension InvalidGiven {
    /// What the model says is meant for a scenario; for missing data there is an option.
    fileprivate var fixAtCommandLine: String? {
        path.count == 1 ? "--data \(path[0])=FILE" : fix
    }
}
