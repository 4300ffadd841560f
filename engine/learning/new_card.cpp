#include "engine/learning/new_card.h"

#include <QFileInfo>

namespace forewatch {

ModelCard newCard(const City &city, const TrainingSettings &settings, const Split &parts, const NetworkBackend &backend)
{
    ModelCard card;
    card.name = QFileInfo(settings.folder).fileName();
    card.task = settings.task;
    card.split = settings.split;
    card.target = city.target->names();
    card.seed = settings.seed;
    card.threads = settings.threads;
    card.trainingBaseRate = baseRate(parts.training);
    card.validationBaseRate = baseRate(parts.validation);
    card.hourOfDay = HourOfDayRate(parts.training, parts.validation);
    card.hourOfWeek = HourOfWeekRate(parts.training, parts.validation);
    card.sources = city.report->sources;
    card.data = trainingData(*city.report);
    card.versions = {{QStringLiteral("forewatch"), QStringLiteral(FOREWATCH_VERSION)},
                     {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
                     {QStringLiteral("learning"), backend.version()}};
    return card;
}

} // namespace forewatch
