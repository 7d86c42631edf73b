# SPDX-License-Identifier: BSD-2-Clause
# Reads and plots the tables of Taproot. Needs R alone, without packages: source("taproot.R").

# A table of Taproot (CSV): a data frame with the column names of the file, empty cells as NA.
read_taproot <- function(file) {
	table <- read.csv(file, check.names = FALSE, fileEncoding = "UTF-8", na.strings = c("", "NaN"),
		stringsAsFactors = FALSE)
	if (nrow(table) == 0) stop(file, " has no rows: measure some masks first.")
	table
}

# The name of the column of a quantity, in the unit that the table has: "polyline_length" finds "polyline_length_mm".
column <- function(table, quantity) {
	found <- grep(paste0("^", quantity, "(_(mm2?|mm3|px2?|px3|per_mm|per_px|deg|cm_per_cm3))?$"), names(table),
		value = TRUE)
	if (length(found) != 1) {
		stop("The table has ", if (length(found) == 0) "no column" else "several columns", " of ", quantity, ": ",
			paste(names(table), collapse = ", "))
	}
	found
}

# The unit at the end of a column's name, such as "mm".
unit <- function(name) sub("^.*_", "", name)

place_columns <- function(growth) {
	told <- names(growth)[seq_len(match("earlier_file", names(growth)) - 1)]
	setdiff(told, c("file", "date", "time", "session", "user"))
}

# Lengths at every date from growth.csv: a row for each place and date.
# place: the columns that tell places apart; those that the names of the files gave, without date, time, session, user
growth_lengths <- function(growth, place = place_columns(growth)) {
	later <- column(growth, "later_length")
	earlier <- column(growth, "earlier_length")
	places <- if (length(place) == 0) rep("all", nrow(growth)) else do.call(paste, growth[place])
	if ("date" %in% names(growth)) {
		time <- as.numeric(as.Date(growth$date))
		before <- if ("earlier_date" %in% names(growth)) as.numeric(as.Date(growth$earlier_date)) else NA
	} else {
		time <- growth[[intersect(c("session", "time"), names(growth))[1]]]
		before <- ave(time, places, FUN = function(t) c(NA, t[-length(t)]))
	}
	rows <- data.frame(place = places, time = time, length = growth[[later]])
	# The first length of a place is only told as the earlier one of its first row, with its date if there is one.
	first <- !duplicated(places) & !is.na(before)
	rows <- rbind(data.frame(place = places[first], time = rep(before, length.out = nrow(growth))[first],
		length = growth[[earlier]][first]), rows)
	rows <- rows[order(rows$place, rows$time), ]
	attr(rows, "unit") <- unit(later)
	rownames(rows) <- NULL
	rows
}

# Length gained per unit of time (day, or session where there are no dates) at each place: the slope of a line.
growth_rates <- function(lengths) {
	slopes <- sapply(split(lengths, lengths$place), function(rows) {
		if (length(unique(rows$time)) < 2) NA else unname(coef(lm(length ~ time, rows))[2])
	})
	data.frame(place = names(slopes), rate = unname(slopes))
}

# Root length against time, a line for each place.
plot_growth <- function(lengths, dates = all(lengths$time > 5000)) {
	time <- if (dates) as.Date(lengths$time, origin = "1970-01-01") else lengths$time
	places <- unique(lengths$place)
	colours <- hcl.colors(max(2, length(places)), "Dark 3")
	plot(time, lengths$length, type = "n", xlab = if (dates) "Date" else "Session",
		ylab = paste0("Root length (", attr(lengths, "unit"), ")"), ylim = c(0, max(lengths$length)), las = 1)
	for (i in seq_along(places)) {
		rows <- lengths$place == places[i]
		lines(time[rows], lengths$length[rows], type = "b", pch = 19, col = colours[i])
	}
	legend("topleft", places, col = colours[seq_along(places)], lty = 1, pch = 19, bty = "n")
}

# Mean root length in each depth band of bands.csv, over images, with its standard error.
# group: for each row of bands a name, such as a treatment; one profile for each
depth_means <- function(bands, group = rep("all", nrow(bands))) {
	from <- column(bands, "depth_from")
	to <- column(bands, "depth_to")
	length <- column(bands, "polyline_length")
	parts <- split(bands, list(group, bands[[from]]), drop = TRUE)
	names <- split(group, list(group, bands[[from]]), drop = TRUE)
	rows <- do.call(rbind, Map(function(part, name) {
		n <- nrow(part)
		data.frame(group = name[1], depth = (part[[from]][1] + part[[to]][1]) / 2, mean = mean(part[[length]]),
			se = if (n > 1) sd(part[[length]]) / sqrt(n) else NA, images = n)
	}, parts, names))
	rows <- rows[order(rows$group, rows$depth), ]
	attr(rows, "unit") <- unit(length)
	rownames(rows) <- NULL
	rows
}

# Root length against depth, which runs downwards; a line and bars of the standard error for each group.
plot_depth <- function(means) {
	groups <- unique(means$group)
	colours <- hcl.colors(max(2, length(groups)), "Dark 3")
	se <- ifelse(is.na(means$se), 0, means$se)
	plot(means$mean, means$depth, type = "n", xlim = c(0, max(means$mean + se)), ylim = rev(range(0, means$depth)),
		xlab = paste0("Root length (", attr(means, "unit"), ")"), ylab = paste0("Depth (", attr(means, "unit"), ")"),
		las = 1)
	for (i in seq_along(groups)) {
		rows <- means$group == groups[i]
		lines(means$mean[rows], means$depth[rows], type = "b", pch = 19, col = colours[i])
		segments(means$mean[rows] - se[rows], means$depth[rows], means$mean[rows] + se[rows], means$depth[rows],
			col = colours[i])
	}
	legend("bottomright", groups, col = colours[seq_along(groups)], lty = 1, pch = 19, bty = "n")
}
