#pragma once

#include "engine/core/feedback.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <vector>

namespace forewatch {

/// A table or a set of polygons that a city publishes as a layer of an ArcGIS feature service.
struct OpenDataSet
{
    /// As options name it: `crime`.
    QString key;
    QString title;
    /// What it holds and from when, in a sentence.
    QString about;
    /// Address of the layer: `https://…/FeatureServer/0`.
    QString address;
    /// Name of the file it becomes: a CSV for tables, GeoJSON for polygons.
    QString file;
    bool isPolygons = false;
    /// Fetched unless the user chooses otherwise.
    bool isUsual = false;
};

/// A city whose open data can be fetched.
struct OpenDataCity
{
    /// As options name it: `baltimore`.
    QString key;
    QString name;
    std::vector<OpenDataSet> sets;
};

/// The cities that are known, with addresses as published up to 2026.
const std::vector<OpenDataCity> &openDataCities();

/// Throws `Error`, listing what there is, for an unknown city or data set. No keys: the usual sets.
const OpenDataCity &openDataCity(const QString &key);
std::vector<OpenDataSet> openDataSets(const OpenDataCity &city, const QStringList &keys);

/// How a download behaves when the other side is slow or fails.
struct DownloadSettings
{
    /// The folder for the files.
    QString folder;
    /// Rows asked for at once; a service may give fewer.
    int pageRows = 2000;
    /// A connection that brings nothing for so long is given up and tried again.
    std::chrono::seconds patience{20};
    /// Tries of one request; the pause before the second, doubled for each further one.
    int tries = 4;
    std::chrono::milliseconds pause{1000};
};

/// A data set that has been fetched whole.
struct Download
{
    QString path;
    qint64 rows = 0;
    /// Rows that an interrupted download had brought before.
    qint64 resumedFrom = 0;
    /// Columns about persons, which were not asked for.
    QStringList leftOutColumns;
};

/// Fetches a data set page by page in order of its object ids, and writes it as one file beside `SOURCES.json` (address,
/// time, rows, SHA-256). What has come is kept in `FILE.part`, so that a call after a failure, a cancel or a crash goes
/// on where the last one stopped; the file itself appears whole or not at all. Times are written in UTC
/// (`2024-05-01T03:15:00Z`), as the services keep them. Columns about persons are never asked for.
/// Throws `Error` (which address, what happened, what to do) and `Cancelled`.
Download downloadOpenData(const OpenDataSet &set, const DownloadSettings &settings, Feedback &feedback);

} // namespace forewatch
