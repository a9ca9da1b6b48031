internal import Datasets
internal import Foundation
internal import JobFile
internal import Learning

/// Holds a drafted job against the data: it has to be one that runs as it stands.
package struct DraftCheck: Sendable {
    /// What was found.
    package let trainingSamples: Int
    package let evaluationSamples: Int
    package let inputShape: [Int]
    package let parameters: Int

    /// Reads the job, opens its data below `root` and makes its model.
    ///
    /// Throws `.refused` for what is wrong; returns nil where a class is found among the samples to evaluate on alone,
    /// for which another split may help.
    init?(_ draft: JobDraft, root: String) throws(DraftError) {
        do {
            let job = try Job(yaml: draft.yaml)
            let dataset = try Dataset.open(
                job.data, root: root, cores: ProcessInfo.processInfo.activeProcessorCount
            ).description
            let model = try job.model.model(for: SampleForm(dataset))
            trainingSamples = dataset.trainingSamples
            evaluationSamples = dataset.evaluationSamples
            inputShape = dataset.featureShape
            parameters = model.layout.count
        } catch DatasetError.csv(_, _, .unknownClass), DatasetError.csv(_, _, .label(_, .unseen)) {
            return nil
        } catch DatasetError.idx(_, .label(_, .unseen)) {
            return nil
        } catch {
            throw .refused(reason: "\(error)")
        }
    }
}
