#include "engine/data/importer.h"
#include "tests/support/real_data.h"

#include <QElapsedTimer>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace forewatch;
using namespace forewatch::test;

namespace {

/// Median of five runs, in seconds.
double median(const std::function<void()> &work)
{
    std::vector<double> seconds;
    for (int run = 0; run < 5; ++run) {
        QElapsedTimer timer;
        timer.start();
        work();
        seconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e9);
    }
    std::ranges::sort(seconds);
    return seconds[2];
}

/// All features of the table, one after the other, and nothing done with them.
void readBare()
{
    const char *options[] = {"AUTODETECT_TYPE=NO", nullptr};
    const GDALDatasetUniquePtr table(GDALDataset::Open(baltimoreTable().toUtf8(), GDAL_OF_VECTOR, nullptr, options));
    std::size_t rows = 0;
    for (const auto &feature : *table->GetLayer(0))
        rows += feature != nullptr;
    if (rows < 240'000)
        qFatal("the table was not read to its end");
}

} // namespace

/// The import of the real table, with its join to 55 areas, beside GDAL's own bare read of the file, in the same run.
int main()
{
    GDALAllRegister();
    ImportSettings settings;
    settings.incidents.source = baltimoreTable();
    settings.neighborhoods.source = baltimorePolygons("csa_bnia_2016.shp");
    const double bare = median(readBare);
    const double whole = median([&] {
        NoFeedback feedback;
        importCity(settings, feedback);
    });
    std::printf("bare read by GDAL %.3f s, import with join %.3f s: %.2f times\n", bare, whole, whole / bare);
    return 0;
}
