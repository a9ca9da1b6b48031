import Drafting
import JobFile
import Testing

@Suite struct YAMLTextTests {
    @Test(
        arguments: [
            "plain", "a_b.c/d-e", "true", "No", "1", "-", "", " ", "a b", "a: b", "#", "\"", "\\", "\n", "\u{0}", "é",
            "漢",
            "\u{85}", "\u{2028}", "😀", "'", "[", "{}", "&a", "*a", "!t", "%", "@", "`", "|", ">", "~",
        ])
    func `a text is read back as it is`(text: String) throws {
        guard !text.isEmpty else { return }
        var yaml = YAMLText()
        yaml.text("name", text)
        yaml.key("seed", "1")
        yaml.section("data") { yaml in
            yaml.section("csv") { yaml in
                yaml.text("training", "t")
                yaml.text("evaluation", "e")
                yaml.text("label", text)
                yaml.list("columns", [text, "other"])
            }
        }
        yaml.section("model") { $0.section("mlp") { $0.key("hidden", "[]") } }
        yaml.comment("Of \(text), and of what stands in it")
        yaml.section("training") { yaml in
            yaml.key("batch", "1")
            yaml.key("microBatch", "1")
            yaml.key("epochs", "1")
            yaml.section("optimiser") { $0.key("sgd", "{}") }
            yaml.section("schedule") { $0.key("rate", "0.1") }
        }
        let job = try Job(yaml: yaml.text)
        #expect(job.name == text)
        guard case .csv(let files) = job.data.source else { return }
        #expect(files.labelColumn == text && files.columns == [text, "other"])
    }

    @Test func `a long list is on several lines that are one list`() throws {
        var yaml = YAMLText()
        yaml.list("columns", (0..<200).map { "column \($0)" })
        let lines = yaml.text.split(separator: "\n")
        #expect(lines.count > 10 && lines.allSatisfy { $0.count <= 104 })
    }
}
