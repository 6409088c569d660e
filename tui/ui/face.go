package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// FaceLines is how many lines a face takes, and FaceCells how wide it is at the least.
const (
	FaceLines = 12
	FaceCells = 36
)

// FaceKind says what a face is painted like. What a card can be used for counts more than its network.
type FaceKind int

// The kinds of faces.
const (
	FaceOther FaceKind = iota
	FaceVisa
	FaceMastercard
	FaceDiscover
	FaceAmex
	FacePaused // cannot be used now
	FaceOver   // cannot be used any more
)

// Face is a card as it lies on a table. All its texts are safe. Its number is masked always: values are drawn in rows of their own, once,
// where they can be selected.
type Face struct {
	Kind    FaceKind
	Issuer  string // with the account
	Network string // empty where it is not known
	Last4   string // empty where it is not known
	Name    string
	Status  string // with its mark
	Link    bool   // it has a link instead of a number
}

// Faces says with which colours card faces are drawn.
type Faces int

// The ways to draw faces.
const (
	FacesOutlined Faces = iota // without colour
	FacesStepped               // in the 256 colours
	FacesBlended               // from one colour to another
)

// faceSteps are the colours of each kind among the 256, for a third of the lines each. The nearest ones to a blend would be stripes.
var faceSteps = [...][3]int{
	FaceOther: {236, 237, 238}, FaceVisa: {17, 18, 25}, FaceMastercard: {53, 53, 89}, FaceDiscover: {94, 94, 94}, FaceAmex: {23, 23, 23},
	FacePaused: {60, 60, 60}, FaceOver: {237, 238, 239},
}

// grounds are the colours of each line.
func (f Face) grounds(faces Faces) []color.Color {
	if faces == FacesBlended {
		return lipgloss.Blend1D(FaceLines, faceInks[f.Kind][0], faceInks[f.Kind][1])
	}
	lines := make([]color.Color, FaceLines)
	for i := range lines {
		lines[i] = lipgloss.ANSIColor(faceSteps[f.Kind][i*len(faceSteps[f.Kind])/FaceLines])
	}
	return lines
}

// faceInks are the colours of each kind, from the upper edge to the lower one. A face alone has more than the 256 colours.
var faceInks = [...][2]color.Color{
	FaceOther:      {lipgloss.Color("#2b2f3a"), lipgloss.Color("#4a5266")},
	FaceVisa:       {lipgloss.Color("#1a2a6c"), lipgloss.Color("#2b5cab")},
	FaceMastercard: {lipgloss.Color("#4a1f3d"), lipgloss.Color("#8a3b2e")},
	FaceDiscover:   {lipgloss.Color("#3a2a14"), lipgloss.Color("#7a4a12")},
	FaceAmex:       {lipgloss.Color("#0d4a4a"), lipgloss.Color("#1f6b5c")},
	FacePaused:     {lipgloss.Color("#33465c"), lipgloss.Color("#4a637d")},
	FaceOver:       {lipgloss.Color("#3a3a3a"), lipgloss.Color("#4d4d4d")},
}

var (
	faceStrong color.Color = lipgloss.ANSIColor(231)
	faceSmall  color.Color = lipgloss.ANSIColor(255)
	faceGold   color.Color = lipgloss.ANSIColor(229)
)

// faceRow is a line of a face: a text at each end, and what they are written with.
type faceRow struct {
	left, right string
	ink         color.Color
	bold        bool
}

// rows are what stands on the face between its edges.
func (f Face) rows(cells int) []faceRow {
	digits := f.Last4
	if digits == "" {
		digits = "••••"
	}
	number, expiry := "••••  ••••  ••••  "+digits, "EXP ••/••   CVV •••"
	if f.Link {
		number, expiry = "••••••••", "redeemed by a link"
	}
	status := strings.ToUpper(f.Status)
	name := Cut(strings.ToUpper(f.Name), max(0, cells-Width(status)-1))
	return []faceRow{
		{left: f.Issuer, right: strings.ToUpper(f.Network), ink: faceStrong, bold: true},
		{},
		{left: "┏┳┳┓  )))", ink: faceGold},
		{left: "┗┻┻┛", ink: faceGold},
		{},
		{left: number, ink: faceStrong, bold: true},
		{}, {},
		{left: expiry, ink: faceSmall},
		{left: name, right: status, ink: faceStrong, bold: true},
	}
}

// Lines draw the face, FaceLines of exactly so many cells, which should be FaceCells or more. One colour a line costs few bytes.
func (f Face) Lines(s *Styles, cells int) []string {
	const aside = 2 // cells between an edge and what is written
	inside := max(0, cells-2*aside)
	rows := f.rows(inside)
	if s.Faces == FacesOutlined || s.ASCII {
		return f.outline(s, rows, cells, inside)
	}
	inks := f.grounds(s.Faces)
	edge := func(from, middle, to string, ink color.Color) string {
		return lipgloss.NewStyle().Foreground(ink).Render(from + strings.Repeat(middle, max(0, cells-2)) + to)
	}
	lines := []string{edge("▗", "▄", "▖", inks[0])}
	for i, row := range rows {
		style := lipgloss.NewStyle().Background(inks[i+1]).Foreground(row.ink).Bold(row.bold)
		if row.ink == nil {
			style = lipgloss.NewStyle().Background(inks[i+1])
		}
		lines = append(lines, style.Render(pad(aside)+Spread(row.left, row.right, inside)+pad(aside)))
	}
	return append(lines, edge("▝", "▀", "▘", inks[len(inks)-1]))
}

// outline is the face without colours: a box with the same words.
func (f Face) outline(s *Styles, rows []faceRow, cells, inside int) []string {
	line := s.Border.Render(strings.Repeat("─", max(0, cells-2)))
	lines := []string{s.Border.Render("╭") + line + s.Border.Render("╮")}
	for _, row := range rows {
		text := Spread(row.left, row.right, inside)
		if row.bold {
			text = s.Strong.Render(text)
		}
		lines = append(lines, s.Border.Render("│")+" "+text+" "+s.Border.Render("│"))
	}
	return append(lines, s.Border.Render("╰")+line+s.Border.Render("╯"))
}
