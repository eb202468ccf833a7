import ArgumentParser
public import AssayCore
import Glibc

/// The `assay` command line, for a program that brings its own models:
///
/// ```swift
/// await AssayCommand.main(models: ["orders": OrdersModel.self])
/// ```
public struct AssayCommand {
    static let version = "0.1.0"

    /// Does what the process's arguments say and ends the process with the exit code: 0 conforms, 1 a clause is violated,
    /// 2 bad usage, 3 an input file is unusable, 4 the target or the harness failed.
    ///
    /// - Parameter models: The in-process models by the name that `assay.yaml` uses for them.
    public static func main(models: [String: any Model.Type]) async -> Never {
        // A closed pipe is an error of the write, so that files are finished and removed as they should.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow further (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        let context = CommandContext(
            models: models, environment: processEnvironment(), workingFolder: FileSystem.workingFolder)
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: context).rawValue)
    }

    /// Reads the arguments and performs the command; every message is written when it returns.
    static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        do {
            var command = try RootCommand.parseAsRoot(arguments)
            guard let verb = command as? any Verb else {
                // Help and version run without a project.
                try command.run()
                return .conforms
            }
            var context = context
            context.arguments = arguments
            return try await verb.perform(in: context)
        } catch {
            return explain(error)
        }
    }

    /// Says what went wrong.
    static func explain(_ error: any Error) -> ExitStatus {
        switch error {
        case let failure as CommandFailure:
            Console.complain(failure.rendered)
            return failure.status
        case let invalid as InvalidInput:
            Console.complain(invalid.diagnostics.map { $0.rendered() }.joined())
            let errors = invalid.diagnostics.filter { $0.severity == .error }.count
            Console.complain("\(counted(errors, "error"))\n")
            return .unusableInput
        case let failure as FileFailure:
            Console.complain("error: \(failure.description.displayed)\n")
            return .harnessFailed
        default:
            return explainUsage(error)
        }
    }

    /// Errors of the argument parser, which also carry requests for help.
    private static func explainUsage(_ error: any Error) -> ExitStatus {
        let code = RootCommand.exitCode(for: error)
        let message = RootCommand.fullMessage(for: error)
        guard code != .success else {
            var console = Console()
            _ = try? console.print(message + (message.hasSuffix("\n") ? "" : "\n"))
            _ = try? console.flush()
            return .conforms
        }
        if code == .validationFailure {
            // The parser begins with a capital, unlike everything else that is said here.
            let text = message.hasPrefix("Error: ") ? "error: " + message.dropFirst("Error: ".count) : message
            Console.complain(text.displayedLines + "\n")
            return .badUsage
        }
        Console.complain("error: \(String(describing: error).displayed)\n")
        return .harnessFailed
    }
}

struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Tests an HTTP API against its specification.",
        discussion: """
            Scenarios (specs/**/*.yaml) say what is asked and what is due; golden files (golden/) hold long answers; clauses \
            (specs/*/spec.yaml) say which part of the specification each scenario speaks for.

              assay run                         run everything
              assay run export/range --verbose  one suite, with its exchanges
              assay list --clause RANGE-MAX     what speaks for a clause
              assay check                       find mistakes without running
              assay accept export/range         look at changed goldens, take them over
              assay mutate                      see whether the suite notices faults
              assay diff old.csv new.csv        compare two files with the engine of run
              assay serve message-reports       serve a model over HTTP

            Exit codes: 0 conforms, 1 something failed, 2 bad usage, 3 an input file is unusable, 4 the target or assay itself \
            failed.
            """,
        version: "assay \(AssayCommand.version)",
        subcommands: [
            RunCommand.self, ListCommand.self, CheckCommand.self, AcceptCommand.self, DiffCommand.self, CompareCommand.self,
            MutateCommand.self, GenerateCommand.self, ReportCommand.self, HistoryCommand.self, ExportCommand.self,
            ServeCommand.self,
        ])
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension String {
    /// As `displayed`, with its line breaks.
    var displayedLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).displayed }.joined(separator: "\n")
    }
}
