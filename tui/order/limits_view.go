package order

import (
	"slices"

	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// limitCells hold the longest label of the form.
const limitCells = 16

func (f *limitsForm) lines(width, height int) []string {
	if f.picker != nil {
		return f.picker.lines(width, height)
	}
	s := f.env.Styles
	var lines []string
	for i, row := range f.rows {
		if row.kind == limitCategories && f.merchants == merchantsAll {
			continue
		}
		mark, label := "  ", s.Muted.Render(ui.Fit(row.label(), limitCells))
		if i == f.at {
			mark, label = "> ", s.Strong.Render(ui.Fit(row.label(), limitCells))
		}
		lines = append(lines, mark+label+f.value(row, width-limitCells-2))
	}
	words, style := f.hint(), s.Muted
	if f.wrong != nil {
		words, style = screen.WrongWords(f.wrong), s.Bad
	}
	lines = append(lines, "")
	lines = append(lines, ui.TextLines(style, words, width, 3)...)
	return lines
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
		return ui.Safe(plan.IntervalWords(r.interval))
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
		return ui.Cut(ui.Safe(plan.CategoryWords(f.codes, true)), cells)
	case limitNoPIN, limitInterval: // have an amount
	}
	now := "no limit now"
	if row.kind == limitNoPIN {
		now = "not known"
	}
	if row.now.Known() {
		now = "now " + row.now.Figures()
	}
	return ui.FieldView(&row.field) + " " + ui.Safe(f.terms.Currency) + "  " + s.Muted.Render(ui.Safe(now))
}

// hint is about the row that has the keys.
func (f *limitsForm) hint() string {
	switch f.rows[f.at].kind {
	case limitNoPIN:
		return "what the card pays without its PIN: " + noPINWords(f.terms)
	case limitInterval:
		return "the most that the card pays " + ui.Safe(plan.IntervalWords(f.rows[f.at].interval)) + "; empty removes the limit"
	case limitMerchants:
		return "space changes where the card pays"
	default: // limitCategories
		return "space opens the list of merchant categories (ISO 18245)"
	}
}

// summary says of each limit that changes what it was and what it will be.
func (f *limitsForm) summary(width int) []string {
	s, set := f.env.Styles, f.set
	var lines []string
	if set.NoPINAmount.Known() {
		before := "not known"
		for _, row := range f.rows {
			if row.kind == limitNoPIN && row.now.Known() {
				before = row.now.Figures()
			}
		}
		lines = append(lines, ui.Fact(s, "without PIN", ui.Safe(before)+screen.Arrow+s.Strong.Render(screen.MoneyWords(set.NoPINAmount))))
	}
	if set.Controls != nil {
		lines = append(lines, f.controlLines(width)...)
	}
	if set.AllowedMCC != nil || set.BlockedMCC != nil {
		lines = append(lines, ui.WrappedFact(s, "merchants", ui.Safe(plan.MerchantWords(f.now, true)), width, 2)...)
		lines = append(lines, ui.WrappedFact(s, "from now on", ui.Safe(plan.MerchantWords(set, true)), width, 4)...)
	}
	return lines
}

func (f *limitsForm) controlLines(width int) []string {
	s := f.env.Styles
	var lines []string
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
		goes := ui.Safe(plan.IntervalWords(row.interval)+": "+before) + screen.Arrow + after
		lines = append(lines, ui.WrappedFact(s, "spending", goes, width, 2)...)
	}
	for _, c := range f.now.Controls { // what is sent replaces them all, and the type takes no other interval
		if !slices.Contains(f.terms.Intervals, c.Interval) {
			goes := ui.Safe(plan.IntervalWords(c.Interval)) + ": " + ui.Safe(c.Amount.Figures()) + screen.Arrow + "no limit"
			lines = append(lines, ui.WrappedFact(s, "spending", goes, width, 2)...)
		}
	}
	return lines
}
