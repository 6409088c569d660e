package order

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func (f *activateForm) lines(width, height int) ([]string, string) {
	s := f.env.Styles
	there := func(label string) ui.Labelled { return ui.Labelled{Label: label, Value: "is there", Style: &s.OK} }
	switch f.step {
	case activateFrom:
		return f.fromLines(width, height)
	case activateCode:
		lines := []string{ui.SecretLine(s, "code", &f.code, true, width)}
		if f.openErr != nil {
			return append(lines, ui.ProblemParagraph(s, "", f.openErr, width)...), ""
		}
		return append(lines, ui.Paragraph(s.Muted, "the activation code of the letter or e-mail; it is not shown", width)...), ""
	case activatePIN:
		return append(ui.Facts(s, width, there("code")), f.pin.Lines(width)...), ""
	case activateAmount:
	}
	lines := ui.Facts(s, width, there("code"), there("new PIN"))
	if !f.terms.SetsNoPIN {
		return append(lines, ui.Paragraph(s.Muted, "enter continues to the summary", width)...), ""
	}
	lines = append(lines, ui.FieldLine(s, "without PIN", ui.AmountView(&f.amount, ui.Safe(f.terms.Currency)), true, ui.LabelCells))
	words, style := noPINWords(f.terms)+"; empty leaves it to the issuer", s.Muted
	if f.wrong != nil {
		words, style = screen.WrongWords(f.wrong), s.Bad
	}
	lines = append(lines, ui.Paragraph(style, words, width)...)
	return append(lines, ui.Paragraph(s.Muted, "what the card pays without its PIN; enter continues", width)...), ""
}

// fromLines offer to type the code, or what the 3DS records have.
func (f *activateForm) fromLines(width, height int) (lines []string, position string) {
	s, looks := f.env.Styles, f.env.Keys.Refresh
	lines = []string{" " + s.Strong.Render("where is the activation code?")}
	note := ui.Paragraph(s.Muted, "a record is opened when you choose it, and not shown", width)
	switch {
	case f.opening:
		note = ui.Paragraph(s.Accent, "opening it on this machine…", width)
	case f.openErr != nil:
		note = ui.ProblemParagraph(s, "not opened: ", f.openErr, width)
	case f.asking:
		note = ui.Paragraph(s.Accent, "looking for one among the card's 3DS records…", width)
	case f.askErr != nil:
		note = ui.ProblemParagraph(s, "the 3DS records could not be read: ", f.askErr, width)
	case !f.looked:
		note = ui.Paragraph(s.Muted, ui.Says(looks, "looks for one among the card's 3DS records"), width)
	case len(f.records) == 0:
		note = ui.Paragraph(s.Muted, "the card's 3DS records have none now; "+ui.Says(looks, "looks again"), width)
	}
	room := max(1, height-len(lines)-len(note))
	from, to := f.window.Visible(room)
	for i := from; i < to; i++ {
		label, detail := "type it", "from the letter or e-mail"
		if i > 0 {
			label, detail = "3DS record", "of "+ui.Safe(f.env.At(f.records[i-1].At))
		}
		lines = append(lines, ui.ChoiceLine(s, i == f.window.Cursor, ui.Fit(label, ui.LabelCells-1), detail, width))
	}
	return append(lines, note...), spanWords(from, to, f.window.Count())
}

func (f *activateForm) summary() []ui.Labelled {
	paid := "as the issuer has it"
	if f.paid.Known() {
		paid = "up to " + screen.MoneyWords(f.paid)
	}
	return []ui.Labelled{{Label: "new PIN", Value: "6 digits, as typed twice"}, {Label: "without PIN", Value: paid},
		{Label: "code", Value: "the activation code that you gave"}}
}

// spanWords say which of the rows are shown, as "1-15 of 22 ▼" where there are more below; nothing where all are.
func spanWords(from, to, all int) string {
	if to-from >= all {
		return ""
	}
	more := ""
	if to < all {
		more = " ▼"
	}
	return fmt.Sprintf("%d-%d of %d%s", from+1, to, all, more)
}

// noPINWords are the bounds of what a card pays without its PIN.
func noPINWords(terms client.ChangeTerms) string {
	words := screen.BoundWords(terms.LeastNoPIN(), terms.MostNoPIN())
	if terms.NoPINDefault.Known() {
		words += ", usually " + ui.Safe(terms.NoPINDefault.Figures())
	}
	return words
}
