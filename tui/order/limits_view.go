package order

import (
	"slices"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// limitCells hold the longest label of the form.
const limitCells = 16

func (f *limitsForm) lines(width, height int) ([]string, string) {
	if f.picker != nil {
		return f.picker.Lines(width, height)
	}
	s := f.env.Styles
	var lines []string
	for i, row := range f.rows {
		if row.kind == limitCategories && f.merchants == merchantsAll {
			continue
		}
		lines = append(lines, ui.FieldLine(s, row.label(), f.value(row, width-limitCells-2), i == f.at, limitCells))
	}
	words, style := f.hint(), s.Muted
	if f.wrong != nil {
		words, style = screen.WrongWords(f.wrong), s.Bad
	}
	return append(append(lines, ""), ui.Paragraph(style, words, width)...), ""
}

func (r limitRow) label() string {
	switch r.kind {
	case limitNoPIN:
		return "without PIN"
	case limitMerchants:
		return "merchants"
	case limitCategories:
		return "categories"
	default: // limitInterval
		return ui.Safe(words.Interval(r.interval))
	}
}

func (f *limitsForm) value(row limitRow, cells int) string {
	s := f.env.Styles
	switch row.kind {
	case limitMerchants:
		return [...]string{"pays everywhere", "pays only at these categories", "never pays at these categories"}[f.merchants]
	case limitCategories:
		if len(f.codes) == 0 {
			return s.Warn.Render("none chosen yet")
		}
		return ui.Cut(ui.Safe(plan.CategoryWords(f.codes, len(f.codes) > 1)), cells)
	case limitNoPIN, limitInterval: // have an amount
	}
	now := "no limit now"
	if row.kind == limitNoPIN {
		now = "not known"
	}
	if row.now.Known() {
		now = "now " + row.now.Figures()
	}
	field := ui.AmountView(&row.field, ui.Safe(f.terms.Currency))
	return ui.Fit(field, max(limitAmountCells, ui.Width(field))) + "  " + s.Muted.Render(ui.Safe(now))
}

// limitAmountCells hold the amounts of usual limits, so that what is in force stands in a column.
const limitAmountCells = 16

// hint is about the row that has the keys.
func (f *limitsForm) hint() string {
	switch f.rows[f.at].kind {
	case limitNoPIN:
		return "what the card pays without its PIN: " + noPINWords(f.terms)
	case limitInterval:
		return "at most this much " + ui.Safe(words.Interval(f.rows[f.at].interval)) + "; empty removes the limit"
	case limitMerchants:
		return ui.Says(f.env.Keys.Mark, "changes where the card pays")
	default: // limitCategories
		if len(f.codes) > 0 {
			return "any letter opens the list of merchant categories (ISO 18245), enter continues"
		}
		return "enter or any letter opens the list of merchant categories (ISO 18245)"
	}
}

// summary says of each limit that changes what it was and what it will be.
func (f *limitsForm) summary() []ui.Labelled {
	set := f.set
	var facts []ui.Labelled
	if set.NoPINAmount.Known() {
		before := "not known"
		for _, row := range f.rows {
			if row.kind == limitNoPIN && row.now.Known() {
				before = row.now.Figures()
			}
		}
		facts = append(facts, ui.Labelled{Label: "without PIN", Value: ui.Safe(before) + screen.Arrow + screen.MoneyWords(set.NoPINAmount)})
	}
	if set.Controls != nil {
		facts = append(facts, f.controls()...)
	}
	if set.AllowedMCC != nil || set.BlockedMCC != nil {
		facts = append(append(facts, merchantFacts("merchants", f.now, true)...), merchantFacts("from now on", set, false)...)
	}
	return facts
}

// merchantFacts say where the card pays, one category after another: brief in one line each, else by their whole names.
func merchantFacts(label string, l client.Limits, brief bool) []ui.Labelled {
	rule, codes := ruleOf(l)
	if rule == merchantsAll {
		return []ui.Labelled{{Label: label, Value: "everywhere"}}
	}
	facts := []ui.Labelled{{Label: label, Value: [...]string{merchantsOnly: "only at", merchantsBut: "everywhere but at"}[rule]}}
	for _, code := range codes {
		facts = append(facts, ui.Labelled{Value: ui.Safe(plan.CategoryWords([]string{code}, brief))})
	}
	return facts
}

func (f *limitsForm) controls() []ui.Labelled {
	var facts []ui.Labelled
	add := func(interval, before, after string) {
		facts = append(facts, ui.Labelled{Label: "spending", Value: ui.Safe(words.Interval(interval)) + ": " + ui.Safe(before) +
			screen.Arrow + after})
	}
	for _, row := range f.rows {
		if row.kind != limitInterval {
			continue
		}
		before, after := "no limit", "no limit"
		if row.now.Known() {
			before = row.now.Figures()
		}
		for _, c := range f.set.Controls {
			if c.Interval == row.interval {
				after = screen.MoneyWords(c.Amount)
			}
		}
		add(row.interval, before, after)
	}
	for _, c := range f.now.Controls { // what is sent replaces them all, and the type takes no other interval
		if !slices.Contains(f.terms.Intervals, c.Interval) {
			add(c.Interval, c.Amount.Figures(), "no limit")
		}
	}
	return facts
}
