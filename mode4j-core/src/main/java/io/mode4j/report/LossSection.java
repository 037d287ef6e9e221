package io.mode4j.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.LossCurve.HeldOutLook;
import j2html.tags.DomContent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Losses of training and on held-out pairs, on one axis of samples: the seed model, then everything that continues it. */
final class LossSection implements Section {

    @Override
    public DomContent render(Report report) {
        List<LossCurve> curves = report.curves().stream().filter(curve -> !ModelNames.isRandomExpert(curve.model())).toList();
        if (curves.isEmpty()) {
            return each();
        }
        List<LossCurve> validated = curves.stream().filter(curve -> !curve.heldOut().isEmpty()).toList();
        return section(h2("Training loss"), p(
                "Contrastive loss on the model’s own batches, means of about equally many steps. Experts see other pairs than the dense models, so their "
                        + "curves say how training went, not who is better.")
                .withClass("note"),
                figure(new LossChart(curves, report.evaluation().experts()).draw(),
                        figcaption("x: samples seen by the weights, the seed’s included · y: contrastive loss, nats"
                                + (validated.isEmpty() ? "" : " · lines: training, dotted: held-out pairs")))
                        .withId("losses"),
                iff(!validated.isEmpty(), each(
                        p("Held-out pairs are in no model’s training, and the same for all models: an expert is asked about the other clusters’ too. Where their "
                                + "loss rises while that of training falls, a model learns its pairs by heart; recall says whether that costs it anything.")
                                .withClass("note"),
                        heldOut(validated))));
    }

    private static DomContent heldOut(List<LossCurve> curves) {
        List<String> titles = List.of("model", "training loss at its end", "held-out loss at its end", "lowest held-out loss",
                "image → text R@1, %", "text → image R@1, %");
        return div(table(thead(tr(each(titles, title -> th(title).attr("scope", "col")))), tbody(each(curves, LossSection::row))))
                .withClass("scroll")
                .withId("heldout-losses");
    }

    private static DomContent row(LossCurve curve) {
        HeldOutLook end = curve.heldOut().getLast();
        HeldOutLook lowest = curve.heldOut().stream().min(Comparator.comparingDouble(HeldOutLook::loss)).orElse(end);
        String passed = lowest.samples() < end.samples() ? ", after " + Numbers.count(Math.round(lowest.samples())) : "";
        List<String> figures = List.of(loss(curve.points().getLast().loss()), loss(end.loss()), loss(lowest.loss()) + passed,
                Numbers.percent(end.imageToText()), Numbers.percent(end.textToImage()));
        return tr(th(Names.model(curve.model())).attr("scope", "row"), each(figures, figure -> td(figure).withClass("number")));
    }

    private static String loss(double nats) {
        return String.format(Locale.ROOT, "%.3f", nats);
    }
}
