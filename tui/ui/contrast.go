package ui

import (
	"image/color"
	"math"
)

// Contrast is the ratio between the luminances of two colours, from 1 to 21, as WCAG 2.1 defines it. Text needs 4.5, and what is no text
// needs 3.
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is how bright a colour is, from 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(of uint32) float64 {
		v := float64(of) / 0xffff
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
