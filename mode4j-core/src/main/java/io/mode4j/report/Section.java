package io.mode4j.report;

import j2html.tags.DomContent;

/** A part of the page. Texts and attributes are escaped by the builder; no section writes markup of its own. */
interface Section {

    /** Its markup; a section that has nothing to show is empty. */
    DomContent render(Report report);
}
